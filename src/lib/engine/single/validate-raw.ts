import { ShrikeError } from '../../core/errors';
import { featureColumns } from '../../core/schema/schema';
import type { Column, Schema } from '../../core/schema/schema';

/**
 * The raw features of one transaction in schema order.
 *
 * @throws `input.invalid` with `detail.fields`, a sentence for every value that is missing, not finite, outside the
 * schema's bounds, or of a column that the model does not know. Nothing may be scored then.
 */
export function validateRaw(schema: Schema, values: { readonly [column: string]: number }): number[] {
	const columns = featureColumns(schema);
	const fields: Record<string, string> = {};
	for (const column of columns) {
		const fault = faultOf(column, values[column.name]);
		if (fault !== null) fields[column.name] = fault;
	}
	const known = new Set(schema.columns.map((column) => column.name));
	for (const name of Object.keys(values)) {
		if (!known.has(name)) fields[name] = `${name} is not a column of this model; leave it out.`;
	}
	const bad = Object.keys(fields);
	if (bad.length > 0) {
		throw new ShrikeError(
			'input.invalid',
			bad.length === 1
				? `Nothing was scored: ${fields[bad[0]]}`
				: `Nothing was scored: ${bad.length} fields need correction (${bad.join(', ')}).`,
			{ fields }
		);
	}
	return columns.map((column) => values[column.name]);
}

function faultOf(column: Column, value: number | undefined): string | null {
	const { name, min = -Infinity, max = Infinity } = column;
	if (value === undefined) return `${name} is missing; enter a number.`;
	if (!Number.isFinite(value)) return `${name} is not a finite number; enter a plain number.`;
	if (value < min) return `${name} is ${value}, but cannot be below ${min}.`;
	if (value > max) return `${name} is ${value}, but cannot be above ${max}.`;
	return null;
}
