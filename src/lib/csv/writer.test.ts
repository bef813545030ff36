import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { scoredColumns } from './scored-columns';
import { safeCell, scoreText } from './score-text';
import { decisions, type Decision } from '../core/policy/policy';
import { opened } from './testing';
import type { OpenTable, RecordBatch } from './types';
import { ScoredWriter, type RowScores } from './writer';

/** What is appended to one row. */
interface ScoredCells {
	probability: number;
	decision: Decision | '';
	error: string;
}

const fixed = (_: number, cells: ScoredCells): void => {
	cells.probability = 0.25;
	cells.decision = 'review';
};

/** Columns from cells that are blank at first. */
function columnsOf(rows: number, fill: (r: number, cells: ScoredCells) => void): RowScores {
	const cells = Array.from({ length: rows }, (_, r) => {
		const own: ScoredCells = { probability: NaN, decision: '', error: '' };
		fill(r, own);
		return own;
	});
	return {
		score: Float64Array.from(cells, ({ probability }) => probability),
		decision: Uint8Array.from(cells, ({ decision }) => (decision === '' ? 255 : decisions.indexOf(decision))),
		errors: new Map(cells.flatMap(({ error }, r) => (error === '' ? [] : [[r, error] as const])))
	};
}

/** The scored file as text, byte order mark kept. */
async function scored(
	content: string | Uint8Array,
	fill: (r: number, cells: ScoredCells) => void = fixed,
	lengths?: readonly number[],
	maxRows = 3
): Promise<string> {
	const table = await opened(content, {}, lengths);
	const writer = new ScoredWriter(table);
	const parts = [writer.header()];
	for await (const batch of table.batches(maxRows)) parts.push(writer.rowsScored(batch, columnsOf(batch.rows, fill)));
	return Buffer.concat(parts).toString();
}

const cell = fc
	.array(fc.constantFrom('a', 'x y', '7', '1.5', ' ', '"', ',', ';', '\n', '\r\n', 'é', '😀', '=1+1', '-'), { maxLength: 4 })
	.map((parts) => parts.join(''));
const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 });
const splits = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });

/** A cell as users' programs write it: quoted where it must be, or where `quote` says so. */
function written(text: string, quote: boolean): string {
	return quote || /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What stands in a table as latin-1 with its cells put in by a plain walk over the records. */
function plainly(batch: RecordBatch, table: OpenTable, cells: (r: number) => readonly [probability: number, decision: string, error: string]): string {
	const { rowStart, rowEnd, rowField, fieldStart, fieldEnd, quoted } = batch;
	const { delimiter, decimal } = table.dialect;
	const text = Buffer.from(batch.bytes).toString('latin1');
	const stale = scoredColumns(table.headers).length;
	const width = table.headers.length - stale;
	let out = '';
	for (let r = 0; r < batch.rows; r++) {
		const first = rowField[r];
		const fields = rowField[r + 1] - first;
		const kept = stale === 0 ? fields : fields > width + stale ? fields - stale : Math.min(fields, width);
		const from = r === 0 ? 0 : rowStart[r];
		if (kept === fields) {
			out += text.slice(from, rowEnd[r]);
			if (quoted[first + kept - 1] !== 0 && fieldEnd[first + kept - 1] === rowEnd[r]) out += '"';
		} else if (kept > 0) out += text.slice(from, fieldStart[first + kept] - (quoted[first + kept] === 0 ? 1 : 2));
		for (let i = Math.max(kept, 1); i < width; i++) out += delimiter;
		const [probability, decision, error] = cells(r);
		const score = scoreText(probability, decimal);
		const own = [score.includes(delimiter) ? `"${score}"` : score, decision, error === '' ? '' : safeCell(error, delimiter)];
		out += (width > 0 ? delimiter : '') + own.join(delimiter) + text.slice(rowEnd[r], rowStart[r + 1]);
	}
	return out;
}

describe('ScoredWriter', () => {
	it('writes what a plain walk over the records does', async () => {
		const score = fc.oneof(fc.double({ min: 0, max: 1 }), fc.constantFrom(NaN, 0, 1, 0.25, 1e-7));
		const cellsOf = fc.array(fc.tuple(score, fc.integer({ min: 0, max: 3 }), fc.constantFrom('', '', 'x', '=no, "it"\n')), { minLength: 1 });
		const headers = fc.constantFrom('h1,h2', 'h1,fraud_probability,decision,error', 'fraud_probability,decision,error');
		await fc.assert(
			fc.asyncProperty(rows, headers, fc.constantFrom(',', ';'), fc.constantFrom('.', ','), fc.boolean(), cellsOf, async (lines, header, delimiter, decimal, quote, given) => {
				const body = [['0'], ...lines].map((row) => row.map((c) => written(c, quote)).join(delimiter)).join('\n');
				const table = await opened(`${header.replaceAll(',', delimiter)}\n${body}`, { dialect: { delimiter, decimal } });
				const writer = new ScoredWriter(table);
				for await (const batch of table.batches(3)) {
					const of = (r: number) => given[r % given.length];
					const decisionOf = (r: number) => (of(r)[1] === 3 ? '' : decisions[of(r)[1]]);
					const columns = columnsOf(batch.rows, (r, cells) => {
						[cells.probability, cells.decision, cells.error] = [of(r)[0], decisionOf(r), of(r)[2]];
					});
					const expected = plainly(batch, table, (r) => [of(r)[0], decisionOf(r), of(r)[2]]);
					expect(Buffer.from(writer.rowsScored(batch, columns)).toString('latin1')).toBe(expected);
				}
			}),
			{ numRuns: 150 }
		);
	});

	it('appends three cells to every record and changes nothing else', async () => {
		expect(await scored('a,"b"\r\n\r\n1, "x" \r\n"2","y"  \r\n\n3,z')).toBe(
			'a,"b",fraud_probability,decision,error\r\n\r\n1, "x" ,0.25,review,\r\n"2","y"  ,0.25,review,\r\n\n3,z,0.25,review,'
		);
	});

	it('uses the file’s delimiter and decimal mark, and keeps its mark', async () => {
		expect(await scored('\ufeffa;b\n1,5;2\n')).toBe('\ufeffa;b;fraud_probability;decision;error\n1,5;2;0,25;review;\n');
		expect(await scored('a,b\n"1,5",2\n')).toBe('a,b,fraud_probability,decision,error\n"1,5",2,"0,25",review,\n');
		expect(await scored(Buffer.from('\ufeffa\tb\n1.5\té\n', 'utf16le'))).toBe(
			'\ufeffa\tb\tfraud_probability\tdecision\terror\n1.5\té\t0.25\treview\t\n'
		);
	});

	it('keeps the line that tells Excel the delimiter, also when it is scored again', async () => {
		const text = 'sep=;\r\na;b\r\n1,5;2\r\n';
		const once = 'sep=;\r\na;b;fraud_probability;decision;error\r\n1,5;2;0,25;review;\r\n';
		expect(await scored(text)).toBe(once);
		expect(await scored(`\ufeff${once}`)).toBe(`\ufeff${once}`);
	});

	it('replaces its own columns, however often, behind a column that the user put after earlier ones', async () => {
		const text = 'a,fraud_probability,decision,error,note\n1,0.9,review,,checked\n';
		const once = await scored(text);
		expect(once).toBe(
			'a,fraud_probability,decision,error,note,fraud_probability,decision,error\n1,0.9,review,,checked,0.25,review,\n'
		);
		expect(await scored(once)).toBe(once);
	});

	it('pads short records and appends to long ones', async () => {
		expect(await scored('a,b,c\n1\n1,2,3,4\n1,2,3\n')).toBe(
			'a,b,c,fraud_probability,decision,error\n1,,,0.25,review,\n1,2,3,4,0.25,review,\n1,2,3,0.25,review,\n'
		);
	});

	it('closes a quote that the file left open', async () => {
		const out = await scored('a,b\n1,"x\n2,y\n');
		expect(out).toBe('a,b,fraud_probability,decision,error\n1,"x\n2,y\n",0.25,review,');
		expect(Papa.parse(out).data[1]).toEqual(['1', 'x\n2,y\n', '0.25', 'review', '']);
	});

	it('replaces what an earlier scoring appended, whatever the row', async () => {
		const once = await scored('a,b\n1,2\n1\n1,2,3\n"x","y"\n');
		const twice = await scored(once, (_, cells) => {
			cells.error = 'no, “it” is "wrong"';
		});
		expect(twice).toBe(
			'a,b,fraud_probability,decision,error\n' +
				['1,2', '1,', '1,2,3', '"x","y"'].map((row) => `${row},,,"no, “it” is ""wrong"""\n`).join('')
		);
		expect(await scored(twice)).toBe(once);
	});

	it('gives back every original cell, byte for byte, after parsing (any table, any chunks)', async () => {
		await fc.assert(
			fc.asyncProperty(rows, fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), fc.boolean(), splits, async (cells, newline, quote, last, lengths) => {
				const lines = [['h1', 'h2', 'h 3'], ...cells].map((row) => row.map((c) => written(c, quote)).join(','));
				const text = lines.join(newline) + (last ? newline : '');
				const config = { delimiter: ',', newline, skipEmptyLines: true } as const;
				const before = Papa.parse<string[]>(text, config).data;
				fc.pre(before.length > 1);
				const out = await scored(text, (r, into) => {
					into.probability = r / 7;
					into.decision = 'approve';
					into.error = r % 2 ? '=cmd, "x"\n' : '';
				}, lengths);
				const after = Papa.parse<string[]>(out, config).data;
				expect(after.length).toBe(before.length);
				after.forEach((row, i) => {
					const original = before[i] ?? [];
					expect(row.slice(0, original.length)).toEqual(original);
					expect(row.length).toBe(Math.max(original.length, 3) + 3);
					expect(row.slice(original.length, -3).every((padding) => padding === '')).toBe(true);
				});
				// Every original line stands in the output in one piece, in order.
				let at = 0;
				for (const line of lines) {
					at = out.indexOf(line, at);
					expect(at).toBeGreaterThanOrEqual(0);
					at += line.length;
				}
			}),
			{ numRuns: 150 }
		);
	});
});

describe('scoredColumns', () => {
	it('finds the three as the last columns only', () => {
		expect(scoredColumns(['a', 'fraud_probability', 'decision', 'error'])).toEqual([1, 2, 3]);
		expect(scoredColumns(['fraud_probability', 'decision', 'error', 'a'])).toEqual([]);
		expect(scoredColumns(['a', 'decision', 'error'])).toEqual([]);
		expect(scoredColumns(['error'])).toEqual([]);
	});
});

describe('scoreText', () => {
	it('is as short as nine digits allow, and within them', () => {
		expect(scoreText(0.5, '.')).toBe('0.5');
		expect(scoreText(1 / 3, '.')).toBe('0.333333333');
		expect(scoreText(0.1 + 0.2, ',')).toBe('0,3');
		expect(scoreText(1.23456789012e-9, ',')).toBe('1,23456789e-9');
		expect(scoreText(0, '.')).toBe('0');
		expect(scoreText(1, '.')).toBe('1');
		expect(scoreText(NaN, '.')).toBe('');
		fc.assert(
			fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (p) => {
				const text = scoreText(p, '.');
				expect(Math.abs(Number(text) - p)).toBeLessThanOrEqual(p * 5.1e-9 + Number.MIN_VALUE);
				expect(text).toMatch(/^\d(\.\d+)?(e-\d+)?$/);
			})
		);
	});
});

describe('safeCell', () => {
	it('never begins a formula, never breaks the line, and parses back', () => {
		fc.assert(
			fc.property(fc.string(), fc.constantFrom(',', ';', '\t', '|'), (text, delimiter) => {
				const out = safeCell(text, delimiter);
				expect(out).not.toMatch(/^"?[=+\-@\t\r]/);
				const [row] = Papa.parse<string[]>(`${out}${delimiter}z`, { delimiter, newline: '\n' }).data;
				const line = text.replace(/[\r\n]+/g, ' ');
				expect(row).toEqual([/^[=+\-@\t]/.test(line) ? `'${line}` : line, 'z']);
			})
		);
	});
});
