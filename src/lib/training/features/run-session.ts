import { isProfileStep } from '../../core/features/steps';
import type { PipelineStep } from '../../core/features/steps';
import type { PipelineSession, RawRows } from '../../core/features/session';
import { recoding, selectRows } from '../dataset';
import type { Dataset } from '../dataset';

/** Rows that go through a session at once. */
const blockRows = 16_384;

/**
 * Takes rows through a session from its beginning, in order, and gives `visit` each block with the places of its rows that are
 * wanted. Without profile steps only the wanted rows are run, since no row knows another then.
 *
 * @param keep indices of the wanted rows, ascending; null for all
 * @param visit `kept[i]` is a row of the block, its place among all wanted ones is `first + i`
 */
export function runSession(
	{ session, pipeline }: { readonly session: PipelineSession; readonly pipeline: readonly PipelineStep[] },
	data: Dataset,
	keep: Uint32Array | null,
	visit: (block: RawRows, kept: Uint32Array, first: number) => void
): void {
	if (keep && !pipeline.some(isProfileStep)) {
		runSession({ session, pipeline }, selectRows(data, keep), null, visit);
		return;
	}
	const codes = data.raw.map((_, column) => recoding(data.dictionaries?.[column], session.dictionaries[column]));
	const end = keep ? (keep.at(-1) ?? -1) + 1 : data.rows;
	let first = 0;
	for (let start = 0; start < end; start += blockRows) {
		const stop = Math.min(end, start + blockRows);
		let last = first;
		while (keep && last < keep.length && keep[last] < stop) last++;
		const kept = keep ? keep.subarray(first, last).map((row) => row - start) : Uint32Array.from({ length: stop - start }, (_, row) => row);
		visit(blockOf(data, codes, start, stop), kept, first);
		first += kept.length;
	}
}

function blockOf({ raw, labels }: Dataset, codes: readonly (Float64Array | null)[], start: number, stop: number): RawRows {
	const columns = raw.map((column, c) => {
		const values = column.slice(start, stop);
		const recoded = codes[c];
		if (recoded) for (let row = 0; row < values.length; row++) values[row] = recoded[values[row]];
		return values;
	});
	return { rows: stop - start, columns, labels: labels.subarray(start, stop) };
}
