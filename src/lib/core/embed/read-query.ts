import { z } from '../zod';
import { embedQuery, type EmbedQuery } from './query';

/** A value of the address that was left out. */
export interface QueryProblem {
	readonly name: keyof EmbedQuery;
	readonly value: string;
	readonly allowed: string;
}

/** What each value may be, in words that follow “may be”. */
export const allowed: Readonly<Record<keyof EmbedQuery, string>> = {
	view: 'both, single or file',
	theme: 'system, light or dark',
	pack: 'the name or the SHA-256 of a pack, in at most 200 characters',
	policy: 'a threshold from 0 to 1, or two of them, for review and decline: 0.5 or 0.5,0.9, the second not below the first',
	locale: 'a language tag that this browser writes numbers by, such as en-GB or de'
};
const shape = z.object(embedQuery);
const names = z.array(z.keyof(shape)).parse(Object.keys(embedQuery));

/**
 * What the address of `/embed` asks for. A value that cannot be understood is left out, as if it were not there, and told
 * among the problems. Empty values and other names mean nothing; of a name that is there twice, the first counts.
 */
export function readEmbedQuery(address: URLSearchParams): { readonly query: EmbedQuery; readonly problems: readonly QueryProblem[] } {
	const given = names.flatMap((name) => {
		const value = address.get(name);
		return value ? [{ name, value }] : [];
	});
	const values = (of: typeof given) => Object.fromEntries(of.map(({ name, value }) => [name, value]));
	const read = shape.safeParse(values(given));
	if (read.success) return { query: read.data, problems: [] };
	const bad = new Set(read.error.issues.map(({ path }) => path[0]));
	return {
		query: shape.parse(values(given.filter(({ name }) => !bad.has(name)))),
		problems: given.filter(({ name }) => bad.has(name)).map(({ name, value }) => ({ name, value, allowed: allowed[name] }))
	};
}
