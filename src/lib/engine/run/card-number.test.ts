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

	it.each(['4111111111111112', '-1.3598071336738', '12345678901', 'C1231006815', '', '2018-04-01 00:00:31'])(
		'leaves %j as it is',
		(text) => {
			expect(maskCardNumber(text)).toBe(text);
		}
	);
});
