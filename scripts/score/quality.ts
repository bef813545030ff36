import { bootstrapIntervals } from '../../src/lib/core/metrics/bootstrap';
import { bootstrapConfusion } from '../../src/lib/core/metrics/bootstrap-confusion';
import type { Confusion } from '../../src/lib/core/metrics/confusion';
import type { Interval } from '../../src/lib/core/metrics/interval';
import { averagePrecision } from '../../src/lib/core/metrics/precision-recall';
import { rank } from '../../src/lib/core/metrics/ranking';
import { rankingDraws, thresholdDraws } from '../../src/lib/core/metrics/run-draws';
import { rocAuc } from '../../src/lib/core/metrics/roc';

/** Figures of a file with labels, each with its 95 % interval; NaN where a figure is over nothing. */
export interface Quality {
	readonly precision: Interval;
	readonly recall: Interval;
	readonly f1: Interval;
	/** Null, as the next, where the labels are all alike. */
	readonly rocAuc: Interval | null;
	readonly averagePrecision: Interval | null;
}

/**
 * @param confusion of the rows at the threshold of the run
 * @param rows the labelled rows in the order of the file: margins, and labels 0 or 1
 */
export function qualityOf(
	confusion: Confusion,
	{ margins, labels }: { readonly margins: Float32Array; readonly labels: Uint8Array }
): Quality {
	const { precision, recall, f1 } = bootstrapConfusion(confusion, thresholdDraws);
	const figures = { precision, recall, f1 };
	if (!labels.includes(0) || !labels.includes(1)) return { ...figures, rocAuc: null, averagePrecision: null };
	return { ...figures, ...bootstrapIntervals(rank(margins, labels), { rocAuc, averagePrecision }, rankingDraws) };
}
