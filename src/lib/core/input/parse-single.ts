import { byName } from './by-name';
import { byPosition } from './by-position';
import { failed, wrongCount } from './failure';
import { decimalMark, readNumber } from './number';
import { parseJson } from './parse-json';
import { splitLine } from './split-line';
import type { InputNames, SingleParse } from './types';

/**
 * Reads one transaction that was pasted: a line of values (comma, semicolon, tab, bar or blank separated), a header line
 * and a line of values, one value a line, or JSON. Decimal commas are read where nothing else has a point.
 * Fails with `input.wrong-count`, `input.not-json` or `input.invalid`; nothing is thrown.
 */
export function parseSingle(text: string, names: InputNames): SingleParse {
	const trimmed = text.replace(/^\uFEFF/, '').trim();
	if (trimmed === '') return wrongCount(0, names);
	if (/^[[{]/.test(trimmed)) return parseJson(trimmed, names);
	const lines = trimmed
		.split(/\r\n|\r|\n/)
		.filter((line) => line.trim() !== '')
		.map((line) => splitLine(line, hasTexts(names)));
	const [first = [], second = []] = lines;
	if (lines.length === 1) return byPosition(first, names);
	if (lines.every((cells) => cells.length === 1)) return byPosition(lines.flat(), names);
	if (!isHeader(first, hasTexts(names))) return tooMany(lines.length);
	if (lines.length > 2) return tooMany(lines.length - 1);
	if (first.length !== second.length) {
		return failed(
			'input.wrong-count',
			`The header has ${first.length} names but the line below it has ${second.length} values. Paste both lines whole.`,
			{ found: second.length, expected: [first.length] }
		);
	}
	return byName(
		first.map((name, i) => [name, second[i] ?? null]),
		names
	);
}

/** Reads the fields of a form by their raw names, as {@link parseSingle} reads a pasted line. */
export function parseFields(fields: { readonly [name: string]: string }, names: InputNames): SingleParse {
	const raw = names.rawNames.map((name) => [name, fields[name] ?? ''] as const);
	const label = names.labelName === undefined ? [] : [[names.labelName, fields[names.labelName] ?? ''] as const];
	return byName([...raw, ...label], { ...names, featureNames: names.rawNames });
}

function hasTexts({ kinds = {} }: InputNames): boolean {
	return Object.keys(kinds).length > 0;
}

/** @param blanks whether names may be blank, as an index column's often is */
function isHeader(cells: readonly string[], blanks: boolean): boolean {
	const decimal = decimalMark(cells);
	return cells.every((cell) => (blanks || cell !== '') && !('value' in readNumber(cell, decimal)));
}

function tooMany(count: number): SingleParse {
	return failed(
		'input.invalid',
		`This is ${count} transactions. Paste one here; to score several, save them as a file or paste them on the Score page.`
	);
}
