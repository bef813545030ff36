import type { Schema } from './schema';

/** How one schema column was found among a file's headers. */
export interface HeaderMatch {
	readonly column: string;
	/** Index of the header, or null when the file has none. */
	readonly index: number | null;
	readonly how: 'exact' | 'normalised' | 'alias' | 'missing';
	/** For a missing one: the unused header that comes closest, if any is near. */
	readonly suggestion: string | null;
}

/** The share of its letters in which a suggested header may differ. */
const NEAR = 0.4;

/** A header without case, spaces, dots, dashes and underscores. */
export function normaliseHeader(header: string): string {
	return header.toLowerCase().replace(/[\s._-]+/g, '');
}

/**
 * Finds every column of a schema among a file's headers: by its exact name, else without case and punctuation, else by
 * an alias. Each header serves one column; surer kinds of match choose first, and of equal headers the first is taken.
 * The result is in schema order.
 */
export function matchColumns(schema: Schema, headers: readonly string[]): HeaderMatch[] {
	const matches = findColumns(schema, headers);
	const taken = new Set(matches.map(({ index }) => index));
	const free = headers.map((header) => header.trim()).filter((header, i) => header !== '' && !taken.has(i));
	return matches.map((match, i) => {
		if (match.index !== null) return { ...match, suggestion: null };
		const { name, aliases } = schema.columns[i];
		return { ...match, suggestion: nearest([name, ...aliases], free) };
	});
}

/** The same without suggestions, which cost far more than all the rest. */
export function findColumns(schema: Schema, headers: readonly string[]): Omit<HeaderMatch, 'suggestion'>[] {
	const plain = headers.map((header) => header.trim());
	const bare = headers.map(normaliseHeader);
	const taken = new Set<number>();
	const found = new Map<string, { readonly index: number; readonly how: HeaderMatch['how'] }>();

	const pass = (how: HeaderMatch['how'], among: readonly string[], namesOf: (c: Schema['columns'][number]) => string[]) => {
		for (const column of schema.columns) {
			if (found.has(column.name)) continue;
			const names = namesOf(column).filter((name) => name !== '');
			const index = among.findIndex((header, i) => !taken.has(i) && names.includes(header));
			if (index < 0) continue;
			taken.add(index);
			found.set(column.name, { index, how });
		}
	};
	pass('exact', plain, (column) => [column.name]);
	pass('normalised', bare, (column) => [normaliseHeader(column.name)]);
	pass('alias', bare, (column) => column.aliases.map(normaliseHeader));

	return schema.columns.map(({ name }) => ({ column: name, ...(found.get(name) ?? { index: null, how: 'missing' }) }));
}

/** The header nearest to any of the names, null when none is within {@link NEAR} of the longer one's length. */
function nearest(names: readonly string[], headers: readonly string[]): string | null {
	let best: string | null = null;
	let least = Infinity;
	for (const header of headers) {
		const bare = normaliseHeader(header);
		for (const name of names.map(normaliseHeader)) {
			const share = editDistance(name, bare) / Math.max(name.length, bare.length, 1);
			if (share <= NEAR && share < least) {
				least = share;
				best = header;
			}
		}
	}
	return best;
}

/** Levenshtein's distance: single characters inserted, deleted or replaced. */
export function editDistance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}
