import type { Block } from '../block';
import { kinds } from './aggregates';
import type { Ask, Asks } from './aggregates';
import type { SumColumns } from './exact-sums';
import { newColumn } from './part';

/** Asks for sums, means and deviations of one number in one window. */
export interface SumAsks {
	readonly span: number;
	readonly of: number;
	readonly before: readonly Ask[];
	readonly after: readonly Ask[];
}

const summed: readonly number[] = [kinds.sum, kinds.mean, kinds.std];

/** The asks that sums answer, those that the same sums answer together. */
export function sumAsks({ before, after }: Asks): SumAsks[] {
	const places = new Map<string, SumAsks>();
	for (const { kind, span, of } of [...before, ...after]) {
		const those = (asks: readonly Ask[]): Ask[] =>
			asks.filter((ask) => summed.includes(ask.kind) && ask.span === span && ask.of === of);
		if (summed.includes(kind)) places.set(`${span} ${of}`, { span, of, before: those(before), after: those(after) });
	}
	return [...places.values()];
}

/** What sums have to fill in for asks; null where none asks. */
export function columnsFor(asks: readonly Ask[], block: Block): SumColumns | null {
	if (asks.length === 0) return null;
	const asked = (...of: readonly number[]): Float64Array | null => (asks.some(({ kind }) => of.includes(kind)) ? block.column() : null);
	return { count: asked(kinds.mean, kinds.std), sum: asked(kinds.sum, kinds.mean), deviation: asked(kinds.std) };
}

/** Makes the features of asks from what sums filled in. */
export function answerSums(asks: readonly Ask[], columns: SumColumns | null, block: Block): void {
	for (const { index, kind, otherwise } of asks) {
		const { count, sum, deviation } = columns ?? { count: null, sum: null, deviation: null };
		if (kind === kinds.sum && sum) newColumn(block, index).set(sum);
		else if (kind === kinds.mean && sum && count) means(sum, count, otherwise, newColumn(block, index));
		else if (deviation && count) deviations(deviation, count, otherwise, newColumn(block, index));
	}
}

function means(sum: Float64Array, count: Float64Array, otherwise: number, made: Float64Array): void {
	for (let row = 0; row < made.length; row++) made[row] = count[row] > 0 ? sum[row] / count[row] : otherwise;
}

function deviations(deviation: Float64Array, count: Float64Array, otherwise: number, made: Float64Array): void {
	for (let row = 0; row < made.length; row++) made[row] = count[row] > 0 ? deviation[row] : otherwise;
}

/** Copies values; `otherwise` for NaN. */
export function known(values: Float64Array, otherwise: number, made: Float64Array): void {
	for (let row = 0; row < made.length; row++) made[row] = values[row] === values[row] ? values[row] : otherwise;
}
