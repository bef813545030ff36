import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDate } from '../src/lib/core/time/parse-date';
import { parseDateBytes } from '../src/lib/kernels/date-parse';

const fromBytes = (text: string): number => {
	const bytes = new TextEncoder().encode(`99${text}99`);
	return parseDateBytes(bytes, 2, bytes.length - 2);
};

describe('dates from bytes', () => {
	test('are those of their text', () => {
		const two = fc.integer({ min: 0, max: 61 }).map((n) => String(n).padStart(2, '0'));
		const year = fc.constantFrom('1900', '1970', '1999', '2000', '2023', '2024', '0004', '9999');
		const small = fc.integer({ min: 0, max: 32 }).map((n) => String(n).padStart(2, '0'));
		const day = fc.oneof(
			fc.tuple(year, fc.constantFrom('-', '/', '.'), small, fc.constantFrom('-', '/', ''), small).map((parts) => parts.join('')),
			fc.tuple(year, small, small).map((parts) => parts.join('-')),
			fc.tuple(small, small, year).map((parts) => parts.join('.'))
		);
		const clock = fc.oneof(
			fc.tuple(small, two).map((parts) => parts.join(':')),
			fc.tuple(fc.constantFrom('7', '07', '23', '24'), two, two).map((parts) => parts.join(':')),
			fc.tuple(small, two, two, fc.stringMatching(/^\.?\d{0,12}$/)).map(([h, m, s, f]) => `${h}:${m}:${s}${f}`)
		);
		const zone = fc.constantFrom('', 'Z', '+01:00', '-0930', '+05', '+5', '-24:00', '+01:60', 'z', '+01:0', '+01:');
		const text = fc.oneof(
			day,
			fc.tuple(fc.constantFrom('', ' ', '\t'), day, fc.constantFrom(' ', 'T', '', 't', '  '), clock, zone, fc.constantFrom('', ' ', 'x')).map((p) => p.join('')),
			fc.stringMatching(/^[0-9:.TZ+\- /]{0,25}$/)
		);
		fc.assert(
			fc.property(text, (of) => {
				expect(fromBytes(of), of).toBe(parseDate(of));
			}),
			{ numRuns: 5000 }
		);
	});
});
