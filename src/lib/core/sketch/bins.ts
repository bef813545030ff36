import type { Distribution } from './quantiles';
import { countBelow } from './distinct';

/**
 * Edges of about `bins` bins of equal weight, strictly ascending, from the least to the greatest value. Cuts lie halfway
 * between neighbouring values, so that a value with much weight (0, 1, a common price) is never split or mixed with more
 * than it must be; a column of at most `bins` distinct values has one bin a value. A constant gets one bin around it.
 * Throws RangeError when there is no value or one is infinite.
 */
export function equalWeightEdges({ values, cumulative }: Distribution, bins: number): number[] {
	const last = values.length - 1;
	const [least, greatest] = [values[0], values[last]];
	if (!Number.isFinite(least) || !Number.isFinite(greatest)) {
		throw new RangeError('Bins need at least one value, and finite ones only.');
	}
	if (last === 0) {
		const half = Math.max(0.5, Math.abs(least) * 2 ** -20);
		return [least - half, least + half];
	}
	const edges = [least];
	for (let bin = 1; bin <= last && (values.length <= bins || bin < bins); bin++) {
		const before = values.length <= bins ? bin - 1 : countBelow(cumulative, (bin / bins) * cumulative[last]);
		if (before >= last) break;
		// Seven digits are plenty for a cut and keep the file small; the middle of close neighbours may round onto them.
		const cut = Number(((values[before] + values[before + 1]) / 2).toPrecision(7));
		if (cut > edges[edges.length - 1] && cut < greatest) edges.push(cut);
	}
	edges.push(greatest);
	return edges;
}
