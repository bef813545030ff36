import { ShrikeError } from '../../core/errors';
import { echo } from '../../core/input/echo';
import { alternativeTimes, featureColumns } from '../../core/schema/schema';
import type { Column, Schema } from '../../core/schema/schema';
import { parseDateBytes } from '../../csv/date';
import { trimmed } from '../../csv/text-interner';

/** A raw value as a pipeline takes it: a number, a date in seconds since 1970, or a text. */
export type RawValue = number | string;

/**
 * The raw features of one transaction in schema order; NaN or '' for optional ones that are absent or blank.
 *
 * @throws `input.invalid` with `detail.fields`, a sentence for every value that is missing, not finite, no date, outside
 * the schema's bounds, or of a column that the model does not know. Nothing may be scored then.
 */
export function validateRaw(schema: Schema, values: { readonly [column: string]: RawValue }): RawValue[] {
	const columns = featureColumns(schema);
	const fields: Record<string, string> = {};
	const read = columns.map((column): RawValue => {
		const reading = readValue(column, Object.hasOwn(values, column.name) ? values[column.name] : undefined);
		if ('value' in reading) return reading.value;
		fields[column.name] = `${column.name} ${reading.problem}`;
		return NaN;
	});
	const times = alternativeTimes(schema);
	if (times.length > 0 && times.every((column) => Number.isNaN(read[columns.indexOf(column)]))) {
		const [first] = times;
		fields[first.name] ??= `${first.name} is missing; enter a ${first.type === 'datetime' ? 'date' : 'number'}.`;
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
	return read;
}

type Reading = { readonly value: RawValue } | { readonly problem: string };

function readValue(column: Column, given: RawValue | undefined): Reading {
	const { type, optional = false } = column;
	const isText = type === 'string';
	if (given === undefined || (typeof given === 'string' && trimmed(given) === '')) {
		if (optional) return { value: isText ? '' : NaN };
		const wanted = isText ? 'text' : type === 'datetime' ? 'date' : 'number';
		return { problem: given === undefined ? `is missing; enter a ${wanted}.` : `is empty; enter a ${wanted}.` };
	}
	if (isText) return { value: typeof given === 'string' ? trimmed(given) : String(given) };
	if (type === 'datetime') return inRange(column, dateOf(given), given);
	if (typeof given === 'string') return { problem: `is ${echo(given)}; enter a plain number.` };
	return inRange(column, given, given);
}

function inRange({ type, min = -Infinity, max = Infinity }: Column, value: number, given: RawValue): Reading {
	const shown = typeof given === 'string' ? echo(given) : String(given);
	if (type === 'datetime') {
		if (!Number.isFinite(value)) return { problem: `is ${shown}, which is no date; write it like 2026-01-31 23:59:59.` };
		if (value < min || value > max) return { problem: `is ${shown}, but cannot be so ${value < min ? 'early' : 'late'}.` };
		return { value };
	}
	if (!Number.isFinite(value)) return { problem: 'is not a finite number; enter a plain number.' };
	if (value < min) return { problem: `is ${shown}, but cannot be below ${min}.` };
	if (value > max) return { problem: `is ${shown}, but cannot be above ${max}.` };
	return { value };
}

/** A number is taken as seconds since 1970. */
function dateOf(given: RawValue): number {
	if (typeof given === 'number') return given;
	const bytes = new TextEncoder().encode(given);
	return parseDateBytes(bytes, 0, bytes.length);
}
