import type { Failure } from '../core/errors';
import type { ColumnMapping } from '../core/run/types';
import { matchColumns } from '../core/schema/match';
import { numberedRuns, runTitle } from '../core/schema/numbered-names';
import { lackingColumns } from '../core/schema/schema';
import type { Schema } from '../core/schema/schema';
import { scoredColumns } from '../csv/scored-columns';
import type { ColumnMatch } from './types';

/**
 * Finds the schema's columns among a file's headers, in schema order. What the user chose is taken first (null: none),
 * and the header it takes serves no other column; columns of an earlier scoring serve none.
 */
export function matchFile(schema: Schema, headers: readonly string[], chosen: ColumnMapping): ColumnMatch[] {
	const isChosen = (name: string) => Object.hasOwn(chosen, name);
	const taken = new Set([...Object.values(chosen), ...scoredColumns(headers)]);
	const free = headers.map((header, i) => (taken.has(i) ? '' : header));
	const found = matchColumns(schema, free);
	return found.map((match) => {
		if (!isChosen(match.column)) return match;
		const index = chosen[match.column] ?? null;
		const exists = index !== null && index >= 0 && index < headers.length;
		return { column: match.column, index: exists ? index : null, how: 'chosen', suggestion: null };
	});
}

/** Names the columns that scoring cannot do without and the file lacks; null when none. */
export function missingColumns(schema: Schema, matches: readonly ColumnMatch[]): Failure | null {
	const found = new Set(matches.flatMap((match) => (match.index === null ? [] : [match.column])));
	const needed = new Set(lackingColumns(schema, ({ name }) => found.has(name)).map(({ name }) => name));
	const missing = matches.filter((match) => match.index === null && needed.has(match.column));
	if (missing.length === 0) return null;
	const columns = missing.map((match) => match.column);
	const suggestions = Object.fromEntries(missing.flatMap((m) => (m.suggestion === null ? [] : [[m.column, m.suggestion]])));
	const named = numberedRuns(
		missing.map(({ column, suggestion }) => ({ name: column, suggestion })),
		(before, item) => before.suggestion === null && item.suggestion === null
	).map((run) => (run[0].suggestion === null ? `“${runTitle(run)}”` : `“${run[0].name}” (perhaps “${run[0].suggestion}”?)`));
	const what = columns.length === 1 ? 'a column' : `${columns.length} columns`;
	return {
		code: 'file.missing-columns',
		message: `The file lacks ${what}: ${named.join(', ')}. Choose which columns to read instead, or add them to the file.`,
		detail: { columns, suggestions }
	};
}

/** The matches as a run takes them. */
export function mappingOf(matches: readonly ColumnMatch[]): ColumnMapping {
	return Object.fromEntries(matches.map((match) => [match.column, match.index]));
}
