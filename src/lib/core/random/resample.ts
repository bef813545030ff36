import type { Random } from './random';

/** Up to so many rows are drawn one by one, which costs less each than a binomial for their group. */
const mostLight = 4;

/**
 * Draws of a multinomial distribution: as many rows as there are, with replacement, counted by group. Groups of a few rows
 * are drawn together, by one binomial that says how many and then row by row; the others by binomials conditional on what is
 * left. So a draw costs O(groups that have rows), not O(rows).
 */
export class Resample {
	private readonly rows: number;
	/** Group of each row of a light group. */
	private readonly lightRows: Uint32Array;
	private readonly heavy: Uint32Array;
	/** Share of a heavy group in the rows of itself and of the heavy ones after it. */
	private readonly heavyShares: Float64Array;
	private readonly taken: Uint32Array;

	/** @param counts rows in each group, whole numbers */
	constructor(counts: Float64Array) {
		const groups = Uint32Array.from(counts.keys());
		const light = groups.filter((group) => counts[group] > 0 && counts[group] <= mostLight);
		this.lightRows = new Uint32Array(light.reduce((sum, group) => sum + counts[group], 0));
		let at = 0;
		for (const group of light) {
			this.lightRows.fill(group, at, at + counts[group]);
			at += counts[group];
		}
		this.heavy = groups.filter((group) => counts[group] > mostLight);
		this.heavyShares = new Float64Array(this.heavy.length);
		let left = 0;
		for (let i = this.heavy.length - 1; i >= 0; i--) {
			left += counts[this.heavy[i]];
			this.heavyShares[i] = counts[this.heavy[i]] / left;
		}
		this.rows = left + at;
		this.taken = new Uint32Array(counts.length);
	}

	/** One draw: how often a row of each group was taken. Overwritten by the next. */
	draw(random: Random): Uint32Array {
		const { lightRows, heavy, heavyShares, taken, rows } = this;
		taken.fill(0);
		const ofLight = lightRows.length;
		const light = ofLight === rows ? rows : random.binomial(rows, ofLight / rows);
		// Half the time of `int`; what it favours is below 2⁻²⁰.
		for (let i = 0; i < light; i++) taken[lightRows[(random.next() * ofLight) >>> 0]]++;
		let toDraw = rows - light;
		for (let i = 0; i < heavy.length && toDraw > 0; i++) {
			const drawn = random.binomial(toDraw, heavyShares[i]);
			taken[heavy[i]] = drawn;
			toDraw -= drawn;
		}
		return taken;
	}
}
