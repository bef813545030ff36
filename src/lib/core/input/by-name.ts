import { normaliseHeader } from '../schema/match';
import { readValues } from './by-position';
import { failedFields } from './failure';
import type { Cell, InputNames, SingleParse } from './types';

/**
 * Values under names: all raw columns, or all features of the pipeline when even the derived ones are there. Names are
 * compared without case, blanks, dots, dashes and underscores; names that are not needed are
 * ignored, with a note where a JSON object has them.
 */
export function byName(entries: readonly (readonly [name: string, value: Cell])[], names: InputNames): SingleParse {
	const { rawNames, featureNames, labelName, aliases = {}, optional = [] } = names;
	const given = new Map<string, Cell>();
	const twice = new Set<string>();
	for (const [name, value] of entries) {
		const key = normaliseHeader(name);
		if (given.has(key)) twice.add(key);
		given.set(key, value);
	}
	const keyOf = (name: string) => keysOf(name, aliases).find((key) => given.has(key));
	const standardised = featureNames.every((name) => keyOf(name) !== undefined);
	const wanted = standardised ? featureNames : rawNames;
	const problems = new Map<string, string>();
	const cells = wanted.map((name) => {
		const key = keyOf(name);
		if (key === undefined && !(wanted === rawNames && optional.includes(name))) problems.set(name, 'is missing.');
		else if (key !== undefined && twice.has(key)) problems.set(name, 'is given twice.');
		return key === undefined ? null : (given.get(key) ?? null);
	});
	if (problems.size > 0) return failedFields(problems);
	const labelKey = labelName === undefined ? undefined : keyOf(labelName);
	const classCell = labelKey === undefined ? null : (given.get(labelKey) ?? null);
	const raw = !standardised || (featureNames.length === rawNames.length && rawNames.every((n, i) => n === featureNames[i]));
	return readValues(raw ? 'raw' : 'standardised', wanted, cells, classCell, names);
}

/** Says which names of an object were not needed; they may well be another system's. */
export function withIgnored(parse: SingleParse, given: readonly string[], names: InputNames): SingleParse {
	if (!parse.ok) return parse;
	const { rawNames, featureNames, labelName, aliases = {} } = names;
	const known = [...rawNames, ...featureNames, ...(labelName === undefined ? [] : [labelName])];
	const keys = new Set(known.flatMap((name) => keysOf(name, aliases)));
	const ignored = given.filter((name) => !keys.has(normaliseHeader(name)));
	if (ignored.length === 0) return parse;
	const shown = ignored.slice(0, 8).join(', ');
	const more = ignored.length > 8 ? ` and ${ignored.length - 8} more` : '';
	return { ...parse, notes: [`Not read by this model: ${shown}${more}.`] };
}

/** How a name and its aliases are compared. A column may be called `constructor`. */
function keysOf(name: string, aliases: NonNullable<InputNames['aliases']>): string[] {
	return [name, ...(Object.hasOwn(aliases, name) ? aliases[name] : [])].map(normaliseHeader);
}
