import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CardNames } from './card-names';
import { maskCardNumber, mayHoldCardNumber } from './card-number';
import { keyedHash } from './keyed-hash';

describe('masking of card numbers', () => {
	// Test numbers that the schemes publish.
	it.each(['4111111111111111', '4111 1111 1111 1111', '5500-0055-5555-5559', '378282246310005', '6304000000000000'])(
		'leaves only the last four digits of %s',
		(text) => {
			expect(maskCardNumber(text)).toBe(`…${text.slice(-4)}`);
		}
	);

	it.each([
		['charged to 4111 1111 1111 1111, again', 'charged to …1111, again'],
		['4111111111111111x', '…1111x'],
		['4111111111111111.00', '…1111.00'],
		['PAN:5500-0055-5555-5559;exp 12-27', 'PAN:…5559;exp 12-27'],
		['branch 12 4111 1111 1111 1111', 'branch 12 …1111'],
		['378282246310005 or 4111111111111111', '…0005 or …1111'],
		['2018-04-01 00:00:31 card 3782-822463-10005', '2018-04-01 00:00:31 card …0005']
	])('finds those within %j', (text, expected) => {
		expect(maskCardNumber(text)).toBe(expected);
	});

	it.each(['-1.4111111111111111', '0,4111111111111111', '.4111111111111111', '1.4111111111111111e-5'])(
		'leaves the decimals of %s',
		(text) => {
			expect(maskCardNumber(text)).toBe(text);
		}
	);

	it.each(['4111111111111112', '-1.2345678901234', '12345678901', 'C1231006815', '', '2018-04-01 00:00:31'])(
		'leaves %j as it is',
		(text) => {
			expect(maskCardNumber(text)).toBe(text);
		}
	);
});

describe('mayHoldCardNumber', () => {
	const encoder = new TextEncoder();
	const mayHold = (text: string) => {
		// The bytes around are none of its business.
		const bytes = encoder.encode(`411111${text}111111`);
		return mayHoldCardNumber(bytes, 6, bytes.length - 6);
	};

	/** Card numbers and parts of them, with what may stand in and around them. */
	const digits = fc.string({ unit: fc.constantFrom('0', '1', '4', '9'), minLength: 1, maxLength: 20 });
	const piece = fc.oneof(
		fc.constantFrom('4111111111111111', '378282246310005', '6304000000000000', '41111111', '11111111', '4111 1111 ', '1111-1111'),
		fc.constantFrom('.', ',', ' ', '-', '\t', '"', 'x', 'é', '٤', '1.', '0.5', '-1.3598071336738', '1.5500005555555559'),
		digits
	);
	const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));

	it('is false only of texts in which no number is masked, alone or as cells of a record', () => {
		let [masked, sure] = [0, 0];
		fc.assert(
			fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), fc.constantFrom(',', ';', '\t', '|', '","'), (cells, between) => {
				const some = cells.some((cell) => maskCardNumber(cell) !== cell);
				if (some) masked++;
				if (!mayHold(cells.join(between))) sure++;
				expect(some && !mayHold(cells.join(between))).toBe(false);
				for (const cell of cells) if (!mayHold(cell)) expect(maskCardNumber(cell)).toBe(cell);
			}),
			{ numRuns: 5000 }
		);
		// Both happen often enough for this to say something.
		expect(Math.min(masked, sure)).toBeGreaterThan(100);
	});

	it.each(['', '12345678901', '-1.359807133673812345', '2018-04-01 x 00:00:31', '1.5500005555555559', '12.4111111111111111,1.5', 'C1231006815'])(
		'is false of %j',
		(text) => {
			expect(mayHold(text)).toBe(false);
		}
	);

	it.each(['4111111111111111', '1.5 4111111111111111', '1.5 4111-1111 1111-1111.', '.4111111111111111', 'x6304000000000000', '  - 378282246310005'])(
		'is true of %j',
		(text) => {
			expect(mayHold(text)).toBe(true);
		}
	);
});

describe('CardNames', () => {
	const hash = keyedHash(new Uint8Array(32).fill(7));
	const names = new CardNames(hash);
	const name = `…1111#${hash.of('4111111111111111').slice(0, 8)}`;

	it('gives one name to a card, however it is written and wherever it stands', () => {
		expect(names.ofCell('4111111111111111')).toBe(name);
		expect(names.ofCell(' 4111 1111-1111 1111')).toBe(name);
		expect(names.within('4111111111111111')).toBe(name);
		expect(names.within('paid with 4111 1111 1111 1111 twice')).toBe(`paid with ${name} twice`);
		expect(new CardNames(keyedHash(new Uint8Array(32))).ofCell('4111111111111111')).not.toBe(name);
		expect(new CardNames(null).ofCell('4111111111111111')).toBe('…1111');
	});

	it('shows less of what is no full number, in a column of card numbers', () => {
		expect(names.ofCell('4111111111111112')).toMatch(/^…1112#[0-9a-f]{8}$/);
		expect(names.ofCell('60416207185')).toMatch(/^…7185#[0-9a-f]{8}$/);
		expect(names.ofCell('c1')).toMatch(/^…#[0-9a-f]{8}$/);
		expect(names.ofCell('')).toBe('');
		expect(names.within('4111111111111112')).toBe('4111111111111112');
	});

	it('leaves no digits of a row whose cells stand in the wrong columns, where one of them should be a card', () => {
		expect(names.astray('4111111111111112')).toMatch(/^…1112#/);
		expect(names.astray('2018-04-01 00:00:31')).toBe('2018-04-01 00:00:31');
		expect(names.astray('12.50')).toBe('12.50');
		expect(names.astray('0.4111111111111112')).toBe('0.4111111111111112');
		expect(names.astray('2.22,60416207185,"fraud')).toMatch(/^2\.22,…7185#[0-9a-f]{8},"fraud$/);
		expect(names.astray('4111111111111112.0 x1546300905')).toMatch(/^…1112#[0-9a-f]{8}\.0 x1546300905$/);
	});
});
