import { CsvScanner, type ScanLimits, type ScanStop } from './csv-scan';
import type { NumberFields, RecordScanner } from './csv-scan-types';
import { parseNumberBytes } from './number-parse';

/** {@link RecordScanner} in plain TypeScript: it reads the numbers of the records that a scan found after it. */
export class TwoPassScanner extends CsvScanner implements RecordScanner {
	readonly splicer = null;
	numbers: Float64Array<ArrayBuffer>[];
	/** Rows whose numbers were read. */
	private read = 0;
	private place: Uint8Array<ArrayBuffer> = new Uint8Array(0);

	constructor(
		delimiter: number,
		private readonly fields: NumberFields
	) {
		super(delimiter);
		this.numbers = fields.columns.map(() => new Float64Array(1024));
	}

	override restart(): void {
		super.restart();
		this.read = 0;
	}

	room(length: number, kept = 0): Uint8Array<ArrayBuffer> {
		if (length > this.place.length) {
			const bigger = new Uint8Array(Math.max(length, 2 * this.place.length));
			bigger.set(this.place.subarray(0, kept));
			this.place = bigger;
		}
		return this.place;
	}

	override scan(bytes: Uint8Array, end: number, final: boolean, limits: ScanLimits): ScanStop {
		const stop = super.scan(bytes, end, final, limits);
		const { rows, rowField, fieldStart, fieldEnd } = this;
		const { columns, decimal } = this.fields;
		columns.forEach((column, k) => {
			const values = this.roomFor(k, rows);
			for (let row = this.read; row < rows; row++) {
				const field = rowField[row] + column;
				values[row] = field < rowField[row + 1] ? parseNumberBytes(bytes, fieldStart[field], fieldEnd[field], decimal) : NaN;
			}
		});
		this.read = rows;
		return stop;
	}

	private roomFor(k: number, rows: number): Float64Array<ArrayBuffer> {
		const values = this.numbers[k];
		if (rows <= values.length) return values;
		const bigger = new Float64Array(Math.max(rows, 2 * values.length));
		bigger.set(values);
		return (this.numbers[k] = bigger);
	}
}
