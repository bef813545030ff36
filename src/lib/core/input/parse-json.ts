import { z } from '../zod';
import { byName, withIgnored } from './by-name';
import { byPosition } from './by-position';
import { failed } from './failure';
import type { InputNames, SingleParse } from './types';

// `1e999` is read as infinite: a number all the same, of which is told that it is too large.
const number = z.custom<number>((value) => typeof value === 'number');
const cell = z.union([z.string(), number, z.boolean(), z.null()]);
const list = z.array(cell);
const record = z.record(z.string(), z.unknown());

/** One transaction as JSON: an object by names, an array of values, or an array that holds just one of these. */
export function parseJson(text: string, names: InputNames): SingleParse {
	let value: unknown;
	try {
		value = JSON.parse(quoteLongIntegers(text));
	} catch {
		// The engine's own message repeats what was typed, which may be a card number.
		return failed(
			'input.not-json',
			'This begins like JSON but is not: check for a missing quote, comma or bracket, or paste a plain line of values.'
		);
	}
	if (Array.isArray(value) && value.length === 1 && typeof value[0] === 'object' && value[0] !== null) value = value[0];
	const array = list.safeParse(value);
	if (array.success) return byPosition(array.data, names);
	if (Array.isArray(value)) {
		const message = value.every((item) => typeof item === 'object')
			? `This is a list of ${value.length} transactions. Paste one here, or save them as CSV and score the file.`
			: 'Each value of the list must be a number or a text.';
		return failed('input.invalid', message);
	}
	const object = record.safeParse(value);
	if (!object.success) return failed('input.not-json', 'Give one JSON object by names, or one array of values.');
	// A nested value under a name that is needed is told as "not a number"; one that is not needed does no harm.
	const entries = Object.entries(object.data).map(([name, item]) => {
		const plain = cell.safeParse(item);
		return [name, plain.success ? plain.data : '{…}'] as const;
	});
	return withIgnored(byName(entries, names), Object.keys(object.data), names);
}

/**
 * The text with integers too long for a double put in quotes, outside of texts: a card number written as a number keeps
 * all of its digits.
 */
function quoteLongIntegers(text: string): string {
	return text.replace(/"(?:[^"\\]|\\.)*"|[-+\d.eE]+/g, (token) => (/^\d{16,}$/.test(token) ? `"${token}"` : token));
}
