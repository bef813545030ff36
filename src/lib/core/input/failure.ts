import type { ErrorCode } from '../errors';
import type { Json } from '../json';
import type { InputNames, SingleParse } from './types';

/** A parse that failed, with the words of the message. */
export function failed(code: ErrorCode, message: string, detail: { readonly [key: string]: Json } = {}): SingleParse {
	return { ok: false, failure: { code, message, detail } };
}

/** Names every offending field: `problems` has a sentence without its subject for each name. */
export function failedFields(problems: ReadonlyMap<string, string>): SingleParse {
	const fields = Object.fromEntries([...problems].map(([name, problem]) => [name, `${name} ${problem}`]));
	const sentences = Object.values(fields);
	const shown = sentences.slice(0, 3).join(' ');
	const more = sentences.length > 3 ? ` ${sentences.length - 3} more need attention.` : '';
	return failed('input.invalid', `Nothing was scored. ${shown}${more}`, { fields });
}

/** The counts that are understood, in words. */
export function wrongCount(found: number, names: InputNames): SingleParse {
	const { rawNames, featureNames, labelName } = names;
	const [raw, standardised] = [rawNames.length, featureNames.length];
	const expected = labelName ? [raw, raw + 1, standardised, standardised + 1] : [raw, standardised];
	const ends = `${rawNames[0] ?? ''} … ${rawNames.at(-1) ?? ''}`;
	const label = labelName ? `, either with or without ${labelName} (0 or 1) at the end` : '';
	const what = found === 0 ? 'There is nothing to score.' : `Found ${found} value${found === 1 ? '' : 's'}.`;
	return failed(
		'input.wrong-count',
		`${what} Give ${raw} raw values (${ends}) or ${standardised} standardised ones${label}.`,
		{ found, expected: [...new Set(expected)] }
	);
}
