import { z } from '../zod';

/**
 * What a column is for. A column can play several: ULB's `Time` is a feature and the timestamp.
 * `amount` marks the money at stake in a row, from which flagged amounts are summed.
 */
export const columnRole = z.enum(['feature', 'label', 'id', 'entity', 'timestamp', 'amount', 'protected']);
export type ColumnRole = z.infer<typeof columnRole>;

export const column = z.strictObject({
	name: z.string().min(1),
	/** `datetime` is a date with or without a time of day, read as seconds since 1970 (see `core/time`). */
	type: z.enum(['number', 'string', 'datetime']),
	roles: z.array(columnRole).min(1),
	/** A file may lack it: a number or a date is NaN then, a text empty, and the pipeline says what it takes instead. */
	optional: z.boolean().optional(),
	/** A full card number: no log, file or state ever holds more of it than a keyed hash and its last four digits. */
	sensitive: z.literal('card-number').optional(),
	unit: z.string().optional(),
	/** Impossible below or above: such a value rejects the row. */
	min: z.number().optional(),
	max: z.number().optional(),
	/** Other headers under which this column is known; compared without case, spaces, dots, dashes and underscores. */
	aliases: z.array(z.string()).default([]),
	description: z.string().default('')
});
export type Column = z.infer<typeof column>;

/** The columns of a raw transaction, in their usual order. A file may lack labels and optional columns, but no others. */
export const schema = z.strictObject({
	name: z.string().min(1),
	columns: z.array(column).min(1)
});
export type Schema = z.infer<typeof schema>;

/** The columns that a pipeline reads, as values or as keys of profiles, in schema order: all with the role `feature`. */
export function featureColumns(of: Schema): Column[] {
	return of.columns.filter((c) => c.roles.includes('feature'));
}

/** The first column with a role, or `undefined`. */
export function columnWithRole(of: Schema, role: ColumnRole): Column | undefined {
	return of.columns.find((c) => c.roles.includes(role));
}

/**
 * Times that may stand for each other: the feature columns with the role `timestamp` where all of them are optional. A file,
 * a row and a transaction need one of them. Empty where the schema has no time, or one that must be there.
 */
export function alternativeTimes(of: Schema): Column[] {
	const times = featureColumns(of).filter(({ roles }) => roles.includes('timestamp'));
	return times.every(({ optional }) => optional === true) ? times : [];
}

/** Columns that scoring cannot do without and that are not there; of the times that may stand for each other, the first. */
export function lackingColumns(of: Schema, has: (column: Column) => boolean): Column[] {
	const times = alternativeTimes(of);
	const lacksTime = times.length > 0 && !times.some(has);
	return of.columns.filter((column) => (isRequired(column) && !has(column)) || (lacksTime && column === times[0]));
}

/** Whether a file without this column cannot be scored. */
export function isRequired({ roles, optional }: Column): boolean {
	return optional !== true && !roles.includes('label');
}
