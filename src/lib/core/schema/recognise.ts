import { findColumns } from './match';
import { isRequired } from './schema';
import type { Schema } from './schema';

/** A pack that a file may belong to. */
export interface Candidate {
	readonly name: string;
	readonly schema: Schema;
}

/** How well a file's headers fit a candidate. */
export interface Recognition {
	readonly name: string;
	/** Required columns that the file has and lacks; of those it has, how many by their exact name. */
	readonly found: number;
	readonly exact: number;
	readonly missing: readonly string[];
	/** Optional columns that the file has; the label is not among them. */
	readonly optional: number;
	readonly labelled: boolean;
	/** Found columns that not every candidate asks for: what tells it from others. */
	readonly distinguishing: number;
	/** Whether the file can be scored by it. */
	readonly fits: boolean;
}

export interface RecognisedPacks {
	/** Best first. */
	readonly ranking: readonly Recognition[];
	/** The one that the file belongs to; null where none fits or the best do not differ. */
	readonly winner: string | null;
}

/**
 * Says which pack a file belongs to, by its headers. Of the candidates that find all their required columns the best
 * explains the most of the file: it finds the most required columns, then the most by exact names, then a label, then the
 * most optional columns. Candidates with the same columns, such as a hybrid and the network beside it, are equally good:
 * then there is no winner among them, and whoever asked decides, for instance by what was used last.
 */
export function recognisePacks(headers: readonly string[], candidates: readonly Candidate[]): RecognisedPacks {
	const ranking = candidates.map((candidate) => recognition(headers, candidate, candidates)).sort(better);
	const [first, second] = ranking;
	const isClear = first?.fits === true && (second === undefined || better(first, second) < 0);
	return { ranking, winner: isClear ? first.name : null };
}

function recognition(headers: readonly string[], { name, schema }: Candidate, candidates: readonly Candidate[]): Recognition {
	const matches = findColumns(schema, headers);
	const those = (kind: 'required' | 'optional' | 'label') =>
		matches.filter((_, i) => {
			const column = schema.columns[i];
			if (column.roles.includes('label')) return kind === 'label';
			return isRequired(column) ? kind === 'required' : kind === 'optional';
		});
	const has = <M extends { readonly index: number | null }>(of: readonly M[]): M[] => of.filter(({ index }) => index !== null);
	const required = those('required');
	const found = has(required);
	const missing = required.filter(({ index }) => index === null).map(({ column }) => column);
	const asked = new Set(found.map(({ column }) => column));
	const sharedByAll = [...asked].filter((column) => candidates.every((c) => c.schema.columns.some((other) => other.name === column)));
	return {
		name,
		found: found.length,
		exact: found.filter(({ how }) => how === 'exact').length,
		missing,
		optional: has(those('optional')).length,
		labelled: has(those('label')).length > 0,
		distinguishing: candidates.length > 1 ? asked.size - sharedByAll.length : asked.size,
		fits: missing.length === 0
	};
}

/** Negative where `a` is better; 0 where neither is. */
function better(a: Recognition, b: Recognition): number {
	const byFit = Number(b.fits) - Number(a.fits);
	if (byFit !== 0) return byFit;
	const share = (r: Recognition): number => r.found / Math.max(1, r.found + r.missing.length);
	if (!a.fits && share(a) !== share(b)) return share(b) - share(a);
	return (
		b.found - a.found ||
		b.exact - a.exact ||
		Number(b.labelled) - Number(a.labelled) ||
		b.optional - a.optional ||
		b.distinguishing - a.distinguishing
	);
}
