import { valuesOf } from '../block';
import { levelOf } from '../encoding';
import type { Source } from '../names';
import type { RowStep } from '../steps';
import type { TextDictionary } from '../text-dictionary';
import { TextTable } from './text-table';
import type { RowRun } from './types';

/** A part of a level: a raw text column, or a number. */
export type LevelPart = { readonly kind: 'text'; readonly index: number } | { readonly kind: 'number'; readonly source: Source };

/** Different numbers a column after which levels are no longer remembered: codes of categories are few. */
const rememberedNumbers = 4096;

/** Looks levels up by the numbers of their parts, so that the text of a level is made once. */
export function encodeRun(
	{ table, otherwise }: Extract<RowStep, { op: 'encode' }>,
	parts: readonly LevelPart[],
	dictionaries: readonly (TextDictionary | null)[]
): RowRun {
	const shares = new Map(Object.entries(table));
	const shareOf = (level: string): number => shares.get(level) ?? otherwise;
	const [only] = parts;
	const dictionary = only.kind === 'text' ? dictionaries[only.index] : null;
	if (parts.length === 1 && only.kind === 'text' && dictionary) {
		const values = new TextTable(dictionary, shareOf);
		return (block) => values.look(block.raw[only.index], block.column());
	}
	const known = new Map<number, Map<number, Map<number, number>>>();
	return (block) => {
		const columns = parts.map((part) => (part.kind === 'text' ? block.raw[part.index] : valuesOf(block, part.source)));
		const none = new Float64Array(columns.length < 3 ? block.rows : 0);
		const [a, b, c] = [columns[0], columns.at(1) ?? none, columns.at(2) ?? none];
		const made = block.column();
		for (let row = 0; row < block.rows; row++) {
			const inner = within(within(known, a[row]), b[row]);
			let share = inner.get(c[row]);
			if (share === undefined) {
				share = shareOf(levelOf(parts.map((part, i) => partOf(part, columns[i][row], dictionaries))));
				if (inner.size < rememberedNumbers) inner.set(c[row], share);
			}
			made[row] = share;
		}
		return made;
	};
}

function within<V>(outer: Map<number, Map<number, V>>, key: number): Map<number, V> {
	const known = outer.get(key);
	if (known) return known;
	const made = new Map<number, V>();
	if (outer.size < rememberedNumbers) outer.set(key, made);
	return made;
}

function partOf(part: LevelPart, value: number, dictionaries: readonly (TextDictionary | null)[]): string | number {
	if (part.kind === 'number') return value;
	return Number.isNaN(value) ? '' : (dictionaries[part.index]?.texts[value] ?? '');
}
