import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate } from './parse-date';

describe('parseDate', () => {
	it.each([
		['2018-04-01 00:00:31', Date.UTC(2018, 3, 1, 0, 0, 31)],
		['2019-01-01T23:59', Date.UTC(2019, 0, 1, 23, 59)],
		['1963-01-06', Date.UTC(1963, 0, 6)],
		['2020/02/29', Date.UTC(2020, 1, 29)],
		['29.02.2024 7:05', Date.UTC(2024, 1, 29, 7, 5)],
		[' 2024-03-31T02:30:00.25 ', Date.UTC(2024, 2, 31, 2, 30, 0, 250)],
		['2024-01-01T00:30:00+01:30', Date.UTC(2023, 11, 31, 23)],
		['2024-01-01T00:30:00-0130', Date.UTC(2024, 0, 1, 2)],
		['2024-01-01T00:30Z', Date.UTC(2024, 0, 1, 0, 30)]
	])('reads “%s”', (text, milliseconds) => {
		expect(parseDate(text)).toBe(milliseconds / 1000);
	});

	it.each([
		'', 'today', '2023-02-29', '1900-02-29', '2024-02-30', '2024-13-01', '2024-00-10', '2024-04-31', '00.01.2024', '2024-1-1',
		'2024-01-01 24:00', '2024-01-01 23:60', '2024-01-01 23:59:60', '2024-01-01 12', '2024-01-01 12:00:', '2024-01-01 12:00:00.',
		'2024-01-01 12:00 PM', '2024-01-01x', '2024-01-01 12:00+1', '2024-01-01 12:00+24:00', '2024-01-01Z', '2024-01/01', '03/04/2024',
		'1546300905', '2024-01-01 12:00:00,5', '２０２４-01-01'
	])('does not read “%s”', (text) => {
		expect(parseDate(text)).toBeNaN();
	});

	it('reads what every ISO writer writes', () => {
		const bounds = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true };
		fc.assert(
			fc.property(fc.date(bounds), (at) => {
				expect(parseDate(at.toISOString())).toBeCloseTo(at.getTime() / 1000, 4);
				expect(parseDate(at.toISOString().slice(0, 10))).toBe(Math.floor(at.getTime() / 86_400_000) * 86_400);
			})
		);
	});
});
