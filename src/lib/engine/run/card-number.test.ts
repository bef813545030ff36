import { describe, expect, it } from 'vitest';
import { maskCardNumber } from './card-number';

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
