import { featureColumns } from '../schema/schema';
import type { Column, Schema } from '../schema/schema';
import type { Reference } from '../sketch/reference';
import type { ClockParts } from './event-clock';

type RawColumn = Reference['raw'][number];

/** The column whose usual hours the reference knows, with its first and its last date; null where there is none. */
export function clockColumn(reference: Reference, schema: Schema): ClockParts | null {
	const names = featureColumns(schema).filter(tellsTime).map(({ name }) => name);
	const column = reference.raw.find(({ name, hours }) => hours !== undefined && names.includes(name));
	if (!column?.hours) return null;
	const [first, last] = ends(column);
	return { first, last, hours: column.hours };
}

/**
 * What a column of time says at a second of the clock, in its own unit and from its own beginning: its first value belongs to
 * the first date and its last one to the last, since both were seen in the same rows. Null for other columns.
 */
export function toldTime(reference: Reference, column: Column, { first, last }: ClockParts): ((time: number) => number) | null {
	const seen = reference.raw.find(({ name }) => name === column.name);
	if (!seen || !tellsTime(column)) return null;
	const [from, to] = ends(seen);
	const rate = last > first ? (to - from) / (last - first) : 0;
	// The clock's first day is a whole one, so it may begin before the first value.
	return (time) => Math.max(column.min ?? -Infinity, Math.floor(from + (time - first) * rate));
}

const tellsTime = ({ roles }: Column): boolean => roles.includes('timestamp');

function ends({ histogram: { edges } }: RawColumn): readonly [number, number] {
	return [edges[0], edges[edges.length - 1]];
}
