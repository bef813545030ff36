import { exp, log1p } from '../../core/number/exp-log';
import { rowsDescending } from '../../core/metrics/descending';
import type { TrainingRows } from '../fit-mlp';
import type { GbdtConfig } from './config';

/** The figure that early stopping watches, the greater the better: minus the weighted mean log loss, or average precision. */
export function judge(margins: Float32Array, rows: TrainingRows, by: GbdtConfig['stopBy']): number {
	return by === 'logLoss' ? -meanLogLoss(margins, rows) : precisionByMargin(margins, rows);
}

function meanLogLoss(margins: Float32Array, { labels, weights, rows }: TrainingRows): number {
	let [sum, total] = [0, 0];
	for (let row = 0; row < rows; row++) {
		const margin = margins[row];
		sum += weights[row] * (Math.max(margin, 0) - margin * labels[row] + log1p(exp(-Math.abs(margin))));
		total += weights[row];
	}
	return sum / total;
}

/** `averagePrecision` of core's metrics in one linear pass, for it is asked every round. */
function precisionByMargin(margins: Float32Array, { labels, weights }: TrainingRows): number {
	const order = rowsDescending(margins);
	let [found, flagged, sum] = [0, 0, 0];
	for (let i = 0; i < order.length; ) {
		const margin = margins[order[i]];
		const before = found;
		for (; i < order.length && margins[order[i]] === margin; i++) {
			flagged += weights[order[i]];
			if (labels[order[i]] === 1) found += weights[order[i]];
		}
		if (found > before) sum += (found - before) * (found / flagged);
	}
	return sum / found;
}
