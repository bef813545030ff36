import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalByte, parseNumberBytes, parseNumberText } from './number';

function fromBytes(text: string, decimal: '.' | ','): number {
	const bytes = new TextEncoder().encode(`x${text}y`);
	return parseNumberBytes(bytes, 1, bytes.length - 1, decimalByte(decimal));
}

/** A finite double of any exponent, and ordinary ones more often. */
const doubles = fc.oneof(
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
	fc.integer().map((n) => n / 100)
);
const spellings: ((x: number) => string)[] = [
	String,
	(x) => x.toExponential(),
	(x) => x.toPrecision(17),
	(x) => x.toPrecision(19),
	(x) => x.toPrecision(16),
	(x) => x.toPrecision(25),
	(x) => x.toFixed(8),
	(x) => x.toFixed(20),
	(x) => `${x < 0 ? '-' : '+'}000${Math.abs(x)}`,
	(x) => `\t ${x.toExponential(16).replace('e', 'E')}  `
];

describe('parseNumberBytes', () => {
	it('is bit-equal to Number() however a double is spelled, with either decimal mark', () => {
		fc.assert(
			fc.property(doubles, fc.constantFrom(...spellings), (x, spell) => {
				const text = spell(x);
				// Rounding up the largest doubles spells an infinity.
				fc.pre(Number.isFinite(Number(text)));
				expect(fromBytes(text, '.')).toBe(Number(text));
				expect(fromBytes(text.replace('.', ','), ',')).toBe(Number(text));
				expect(parseNumberText(text, '.')).toBe(Number(text));
			}),
			{ numRuns: 4000 }
		);
	});

	it('is bit-equal to Number() on 16 to 19 random digits at any scale', () => {
		const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 14, maxLength: 20 });
		fc.assert(
			fc.property(digits, fc.nat(20), fc.integer({ min: -30, max: 30 }), (figures, point, exponent) => {
				const text = figures.join('');
				const spelled = `${text.slice(0, point)}.${text.slice(point)}e${exponent}`;
				expect(fromBytes(spelled, '.')).toBe(Number(spelled));
			}),
			{ numRuns: 4000 }
		);
	});

	it('rounds halfway cases as Number() does', () => {
		for (const text of [
			'9007199254740993',
			'9007199254740992.5',
			'900719925474099.25',
			'1.00000000000000011102230246251565',
			'0.1000000000000000055',
			'5e-324',
			'2.2250738585072011e-308',
			'1.7976931348623157e308',
			'-0',
			'-0.0e5',
			'123456789012345678'
		]) {
			expect(fromBytes(text, '.')).toBe(Number(text));
		}
	});

	it('agrees with parseNumberText on what is a number', () => {
		const soup = fc
			.array(fc.constantFrom('1', '0', '9', '.', ',', 'e', 'E', '+', '-', ' ', '\t', 'x', 'N', '_'), { maxLength: 8 })
			.map((parts) => parts.join(''));
		fc.assert(
			fc.property(soup, fc.constantFrom<('.' | ',')[]>('.', ','), (text, decimal) => {
				const value = parseNumberText(text, decimal);
				expect(fromBytes(text, decimal)).toBe(typeof value === 'number' ? value : NaN);
			}),
			{ numRuns: 4000 }
		);
	});
});

describe('parseNumberText', () => {
	it.each(['', ' ', '\t \t'])('%j is blank', (text) => expect(parseNumberText(text, '.')).toBe('blank'));

	it.each(['NaN', 'nan', '-NaN', 'Infinity', '-infinity', '+inf', 'INF', '1e999', '-1e999'])('%s is not finite', (text) => {
		expect(parseNumberText(text, '.')).toBe('not-finite');
		expect(fromBytes(text, '.')).toBe(NaN);
	});

	it.each(['0x1F', '0b1', '1_000', '1,000', '1.000,5', '1e', '1e+', '.', '+', '-', '+-1', '1 2', '1.2.3', 'e5', '٣', '1\u00a0', '$5', '5%', '(5)'])(
		'%s is not a number',
		(text) => {
			expect(parseNumberText(text, '.')).toBe('not-a-number');
			expect(fromBytes(text, '.')).toBe(NaN);
		}
	);

	it('takes the forms of the grammar', () => {
		expect(parseNumberText('1.', '.')).toBe(1);
		expect(parseNumberText('.5', '.')).toBe(0.5);
		expect(parseNumberText(' +1,5E-3\t', ',')).toBe(0.0015);
		expect(parseNumberText('1.5', ',')).toBe('not-a-number');
	});
});
