/** What no column's place comes before. */
const noPlace = 2 ** 31 - 1;
const none = new Int32Array(0);

/**
 * Of each row of a batch, the place of the first column from the left that it cannot be scored with. Most batches have no
 * such row, and none of these is made room for.
 */
export class RowFaults {
	/** The place of a fault of the row as a whole. */
	static readonly wholeRow = -1;
	private places = none;

	constructor(private readonly rows: number) {}

	get any(): boolean {
		return this.places.length > 0;
	}

	/** Notes a fault at a column's place; one further left stands. */
	mark(row: number, place: number): void {
		if (!this.any) this.places = new Int32Array(this.rows).fill(noPlace);
		if (place < this.places[row]) this.places[row] = place;
	}

	/** Whether a row has a fault left of a place. */
	isBefore(row: number, place: number): boolean {
		return this.places.length > 0 && this.places[row] < place;
	}

	/** The place of a row's fault; null for a good row. */
	placeOf(row: number): number | null {
		return this.isBefore(row, noPlace) ? this.places[row] : null;
	}

	/** The rows without one, ascending. */
	goodRows(): Uint32Array {
		const good = new Uint32Array(this.rows);
		let count = 0;
		for (let row = 0; row < this.rows; row++) if (!this.isBefore(row, noPlace)) good[count++] = row;
		return good.subarray(0, count);
	}
}
