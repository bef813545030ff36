import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createScanner } from './csv-scan-create';
import { TwoPassScanner } from './csv-scan-numbers';
import type { NumberFields, RecordScanner } from './csv-scan-types';
import { WasmCsvScanner } from './csv-scan-wasm';

interface Cuts {
	/** How many bytes more every scan sees. */
	readonly steps: readonly number[];
	readonly maxRows: number;
	readonly maxBatchBytes: number;
	readonly maxRecordBytes: number;
}

/** How the bytes come to the scanner: as they are, in its room from its beginning, or somewhere within the room. */
type Way = 'own bytes' | 'room' | 'middle of the room';

const lists = ['rowStart', 'rowEnd', 'rowField', 'fieldStart', 'fieldEnd', 'quoted'] as const;

/** All that a scanner says of a file, batch for batch, until it has it all or gives up. */
function told(scanner: RecordScanner, file: Uint8Array, cuts: Cuts, way: Way = 'own bytes'): unknown[] {
	const found: unknown[] = [];
	let begin = 0;
	let step = 0;
	for (let seen = 0; ; ) {
		scanner.restart();
		let stop: string;
		do {
			const end = seen - begin;
			let bytes = file.subarray(begin, seen);
			if (way !== 'own bytes') {
				const shift = way === 'room' ? 0 : 37;
				const room = scanner.room(end + shift).subarray(shift);
				// What lies behind the end is not of the file, whatever it looks like.
				room.fill(0x2c).set(bytes);
				bytes = room;
			}
			stop = scanner.scan(bytes, end, seen === file.length, cuts);
			found.push(stop, scanner.position);
			if (stop === 'starved') seen = Math.min(file.length, seen + cuts.steps[step++ % cuts.steps.length]);
		} while (stop === 'starved');
		const { rows } = scanner;
		const fields = rows > 0 ? scanner.rowField[rows] : 0;
		for (const list of lists) {
			const length = list === 'rowStart' ? rows + 1 : list === 'rowEnd' ? rows : list === 'rowField' ? rows + 1 : fields;
			if (stop === 'full') found.push(list, Array.from(scanner[list].subarray(0, length)));
		}
		found.push(scanner.numbers.map((numbers) => Array.from(numbers.subarray(0, rows))));
		if (stop === 'too-long' || rows === 0) return found;
		begin += scanner.rowStart[rows];
	}
}

const piece = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom('"', '""', '\n', '\r\n', '\r', ',', ';', ' ', '\t', '\f', '\n\n', '\n""\n', '" ,', ',"', '"\n', 'é') },
	{ weight: 2, arbitrary: fc.constantFrom('1', '-', '+', '.', ',5', 'e', '0.25', '-1.5', '1e3', '12345678.5', '123456789.5', '99999999999999999999', 'x') },
	fc.double({ noNaN: true }).map(String),
	fc.string({ maxLength: 40 })
);
const files = fc.array(piece, { maxLength: 40 }).map((parts) => new TextEncoder().encode(parts.join('')));
const cutsOf = fc.record({
	steps: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 }),
	maxRows: fc.integer({ min: 1, max: 5 }),
	maxBatchBytes: fc.constantFrom(20, 100, 1 << 20),
	maxRecordBytes: fc.constantFrom(10, 50, 1 << 20)
});
const fieldsOf = fc.record({
	columns: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 5 }),
	decimal: fc.constantFrom(0x2e, 0x2c)
});

describe('WasmCsvScanner', () => {
	it('says of any file, however cut, what the scanner in TypeScript says', () => {
		fc.assert(
			fc.property(
				files,
				cutsOf,
				fieldsOf,
				fc.constantFrom(...[...',;\t| '].map((c) => c.charCodeAt(0))),
				fc.constantFrom<Way[]>('own bytes', 'room', 'middle of the room'),
				(file, cuts, fields, delimiter, way) => {
					const expected = told(new TwoPassScanner(delimiter, fields), file, cuts);
					expect(told(new WasmCsvScanner(delimiter, fields), file, cuts, way)).toEqual(expected);
				}
			),
			{ numRuns: 300 }
		);
	});

	it('grows: many rows, many fields, long fields', () => {
		const cuts: Cuts = { steps: [40_000, 7], maxRows: 20_000, maxBatchBytes: 4 << 20, maxRecordBytes: 1 << 20 };
		const fields: NumberFields = { columns: [1, 3], decimal: 0x2e };
		const texts = ['1,2.5\n'.repeat(15_000), `${'7,'.repeat(40_000)}\n1,2,3,4,5`, `1,"${'x""y'.repeat(20_000)}",3,4.5\n`.repeat(4)];
		for (const text of texts) {
			const file = new TextEncoder().encode(text);
			const wasm = new WasmCsvScanner(0x2c, fields);
			const expected = told(new TwoPassScanner(0x2c, fields), file, cuts);
			for (const way of ['own bytes', 'middle of the room'] as const) expect(told(wasm, file, cuts, way)).toEqual(expected);
		}
	});

	it('takes limits without end, and no view that lost its memory', () => {
		const scanner = new WasmCsvScanner(0x2c, { columns: [0], decimal: 0x2e });
		const none = { maxRows: Infinity, maxBatchBytes: Infinity, maxRecordBytes: Infinity };
		const view = scanner.room(400_000);
		view.set(new TextEncoder().encode('1\n'.repeat(200_000)));
		expect(scanner.scan(view, 400_000, true, none)).toBe('full');
		expect(scanner.rows).toBe(200_000);
		expect(() => scanner.scan(view, 400_000, true, none)).toThrow(RangeError);
	});

	it.each([
		['TypeScript', new TwoPassScanner(0x2c, { columns: [0], decimal: 0x2e })],
		['WebAssembly', new WasmCsvScanner(0x2c, { columns: [0], decimal: 0x2e })]
	])('keeps what is asked for of a room that grows, in %s', (_, scanner) => {
		const limits = { maxRows: 1 << 20, maxBatchBytes: 1 << 20, maxRecordBytes: 1 << 20 };
		const rows = new TextEncoder().encode('1\n'.repeat(1 << 16));
		for (let length = 1, round = 0; length < 1 << 18; length *= 3, round++) {
			// In every other round the lists grow in between and take the memory behind the room.
			if (round % 2 === 1) scanner.scan(rows, Math.min(length, rows.length), false, limits);
			const kept = length >> 1;
			const place = scanner.room(length).fill(0x38, 0, kept);
			expect(scanner.room(2 * place.length, kept).subarray(0, kept).every((byte) => byte === 0x38)).toBe(true);
			scanner.restart();
		}
	});
});

/** A number as files spell it, and often as they do not. */
function spelling(random: () => number): string {
	const digits = (count: number): string => Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
	const any = (n: number): number => Math.floor(random() * n);
	const double = new Float64Array(Uint32Array.of(random() * 2 ** 32, random() * 2 ** 32).buffer)[0];
	const ordinary = (random() - 0.5) * 10 ** any(12);
	const sign = ['', '-', '', '+'][any(4)];
	switch (any(10)) {
		case 0:
			return String(ordinary);
		case 1:
			return ordinary.toFixed(any(18));
		case 2:
			return Number.isFinite(double) ? String(double) : '0';
		case 3:
			return ordinary.toPrecision(1 + any(25));
		case 4:
			return `${sign}${digits(any(3))}.${digits(1 + any(20))}`;
		case 5:
			return `${sign}${digits(1 + any(25))}`;
		case 6:
			return `${sign}${digits(1 + any(10))}.${digits(any(16))}e${any(80) - 40}`;
		case 7:
			return `${sign}${digits(1 + any(20))}E${['', '+', '-'][any(3)]}${any(330)}`;
		case 8:
			// All decimals, and where doubles begin to lie twice as far apart.
			return (2 ** (any(14) - 8) * (1 + (any(33) - 16) * 2 ** -52)).toFixed(15 + any(2));
		default: {
			// Half way between two doubles, in all its digits, and next to it: 53 bits are about 16 digits.
			const half = (2n ** 53n + BigInt(any(2 ** 31)) * 2n + 1n) * 2n ** BigInt(any(11));
			return `${half + [0n, 0n, 1n, -1n][any(4)]}`;
		}
	}
}

describe('numbers of the kernel', () => {
	it('are those of Number(), to the bit', () => {
		const width = 8;
		const texts: string[] = [
			...['5e-324', '2.2250738585072011e-308', '1.7976931348623157e308', '9007199254740993', '9007199254740992.5', '-0', '-.0', '5.', '00000000000000000000001'],
			...['18446744073709551616', '18446744073709551615', '36893488147419103232', '9223372036854775808', '1e22', '1e23', '8.5e-23', '0e999', '1e-400']
		];
		const random = lehmer(20_261_120);
		while (texts.length < 40_000) texts.push(spelling(random));
		const lines: string[] = [];
		for (let at = 0; at < texts.length; at += width) lines.push(texts.slice(at, at + width).join(','));
		const file = new TextEncoder().encode(lines.join('\n'));
		const scanner = new WasmCsvScanner(0x2c, { columns: Array.from({ length: width }, (_, column) => column), decimal: 0x2e });
		const limits = { maxRows: texts.length, maxBatchBytes: file.length, maxRecordBytes: file.length };
		expect(scanner.scan(file, file.length, true, limits)).toBe('full');
		const wrong = texts.filter((text, i) => {
			const wanted = Number(text);
			const found = scanner.numbers[i % width][Math.floor(i / width)];
			return !Object.is(found, Number.isFinite(wanted) ? wanted : NaN);
		});
		expect(wrong).toEqual([]);
	});
});

/** Random numbers in [0, 1) of a multiplicative generator: Park and Miller (Communications of the ACM 1988). */
function lehmer(seed: number): () => number {
	let state = seed;
	return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe('createScanner', () => {
	afterEach(() => vi.unstubAllGlobals());

	it('takes TypeScript where WebAssembly is refused', () => {
		const refuse = (): never => {
			throw new EvalError('refused');
		};
		vi.stubGlobal('WebAssembly', { Module: refuse, Instance: refuse, Memory: refuse });
		expect(createScanner(0x2c, { columns: [0], decimal: 0x2e })).toBeInstanceOf(TwoPassScanner);
	});

	it('takes WebAssembly for delimiters that cannot be part of a number', () => {
		expect(createScanner(0x2c, { columns: [0], decimal: 0x2e })).toBeInstanceOf(WasmCsvScanner);
		for (const delimiter of ['5', '-', '.', 'e', '"']) {
			expect(createScanner(delimiter.charCodeAt(0), { columns: [0], decimal: 0x2e })).toBeInstanceOf(TwoPassScanner);
		}
	});
});
