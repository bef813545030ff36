const POINT_NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const COMMA_NUMBER = /^[+-]?(?:\d+(?:,\d*)?|,\d+)(?:[eE][+-]?\d+)?$/;
const NOT_FINITE = /^[+-]?(?:nan|inf|infinity)$/i;

/**
 * Reads a text as a number, or says why it is none. The one grammar of numbers in cells and in what a person types; the
 * kernel that reads cells from their bytes has the same:
 *
 *     number = blank* [+-]? (digit+ (mark digit*)? | mark digit+) ([eE] [+-]? digit+)? blank*
 *
 * blank is a space or a tab, mark the file's decimal mark. There are no thousands separators and no other notations:
 * `0x1F`, `1_000`, `1e`, `.` and `+` are not numbers. `NaN`, `inf` and `infinity` in any case, and numbers past the
 * largest double, are `not-finite`.
 */
export function parseNumberText(text: string, decimal: '.' | ','): number | 'blank' | 'not-finite' | 'not-a-number' {
	const core = text.replace(/^[ \t]+|[ \t]+$/g, '');
	if (core === '') return 'blank';
	if (NOT_FINITE.test(core)) return 'not-finite';
	if (!(decimal === '.' ? POINT_NUMBER : COMMA_NUMBER).test(core)) return 'not-a-number';
	const value = Number(core.replace(',', '.'));
	return Number.isFinite(value) ? value : 'not-finite';
}
