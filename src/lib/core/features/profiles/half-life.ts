import { exp2 } from '../../number/exp-log';

/** Elapsed times whose factor is remembered; those of one remainder take each other's place. */
const remembered = 4096;

/** What is left of a row after a time: 2^(-elapsed / half-life), which takes longer to compute than to look up. */
export class HalfLife {
	private readonly known = { elapsed: new Float64Array(remembered).fill(NaN), factors: new Float64Array(remembered) };

	constructor(private readonly seconds: number) {}

	/** Of every row's time since the one before; 1 where there is none. `[rows]` each */
	factors(times: Float64Array, before: Float64Array, factors: Float64Array): void {
		const { seconds } = this;
		const { elapsed: known, factors: of } = this.known;
		for (let row = 0; row < factors.length; row++) {
			const elapsed = times[row] - before[row];
			if (!(elapsed > 0)) {
				factors[row] = 1;
				continue;
			}
			const place = elapsed & (remembered - 1);
			if (known[place] !== elapsed) {
				known[place] = elapsed;
				of[place] = exp2(-elapsed / seconds);
			}
			factors[row] = of[place];
		}
	}
}
