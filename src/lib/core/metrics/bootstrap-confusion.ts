import { seededRandom } from '../random/random';
import { accuracy, f1, falsePositiveRate, precision, recall, type Confusion } from './confusion';
import { percentileInterval, requireDraws, type BootstrapOptions, type Interval } from './interval';

type Figure = 'precision' | 'recall' | 'f1' | 'accuracy' | 'falsePositiveRate';

export interface ConfusionBootstrapOptions extends BootstrapOptions {
	/** What one row of each class weighs in the confusion; 1 by default. */
	readonly rowWeight?: { readonly positive: number; readonly negative: number };
}

/**
 * Intervals of the figures at a fixed threshold by the stratified bootstrap: resampling a class's rows draws its flagged
 * ones from a binomial, so four counts are all it takes. Deterministic for a seed. Throws RangeError where a cell is not a
 * whole number of rows.
 */
export function bootstrapConfusion(
	confusion: Confusion,
	{ draws, seed, level, rowWeight = { positive: 1, negative: 1 } }: ConfusionBootstrapOptions
): { readonly [name in Figure]: Interval } {
	requireDraws(draws);
	const random = seededRandom(seed);
	const tp = rowsOf(confusion.tp, rowWeight.positive);
	const positives = tp + rowsOf(confusion.fn, rowWeight.positive);
	const fp = rowsOf(confusion.fp, rowWeight.negative);
	const negatives = fp + rowsOf(confusion.tn, rowWeight.negative);
	const drawn = Array.from({ length: draws }, (): Confusion => {
		const found = positives === 0 ? 0 : random.binomial(positives, tp / positives);
		const wrong = negatives === 0 ? 0 : random.binomial(negatives, fp / negatives);
		return {
			tp: found * rowWeight.positive,
			fn: (positives - found) * rowWeight.positive,
			fp: wrong * rowWeight.negative,
			tn: (negatives - wrong) * rowWeight.negative
		};
	});
	const interval = (figure: (of: Confusion) => number) =>
		percentileInterval(figure(confusion), Float64Array.from(drawn, figure), level);
	return {
		precision: interval(precision),
		recall: interval(recall),
		f1: interval(f1),
		accuracy: interval(accuracy),
		falsePositiveRate: interval(falsePositiveRate)
	};
}

function rowsOf(weight: number, rowWeight: number): number {
	const rows = Math.round(weight / rowWeight);
	if (!(rows >= 0 && Math.abs(rows * rowWeight - weight) <= 1e-6 * rowWeight * Math.max(1, rows))) {
		throw new RangeError(`${weight} is not a whole number of rows that weigh ${rowWeight} each.`);
	}
	return rows;
}
