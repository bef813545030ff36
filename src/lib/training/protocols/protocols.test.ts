import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random/random';
import { secondsADay } from '../../core/time/units';
import { withoutKnownCards } from './known-cards';
import type { TimeSplit } from './protocol';
import { rowsWithin, timeRanges } from './time-split';

const day = secondsADay;
/** Four rows a day for 20 days from 1 August 2018; every seventh row is a fraud. */
const start = Date.UTC(2018, 7, 1) / 1000;
const times = Float64Array.from({ length: 80 }, (_, row) => start + row * (day / 4));
const labels = Uint8Array.from(times, (_, row) => (row % 7 === 6 ? 1 : 0));
const split: TimeSplit = { kind: 'time', trainFrom: null, trainTo: null, delayDays: 3, testFrom: { date: '2018-08-16' }, testTo: null };
const refused = expect.objectContaining({ code: 'config.invalid' }) as unknown;

describe('timeRanges', () => {
	it('leaves a gap as long as labels take to be known', () => {
		const { train, test } = timeRanges(split, { times, labels });
		expect([train, test]).toEqual([
			[start, start + 12 * day],
			[start + 15 * day, times[79] + 1]
		]);
		expect(Array.from(rowsWithin(times, train))).toEqual(Array.from({ length: 48 }, (_, row) => row));
		expect(rowsWithin(times, test)[0]).toBe(60);
	});

	it('takes points of time by date, by share of the span and by share of the frauds', () => {
		const testFrom = (point: TimeSplit['testFrom']) => timeRanges({ ...split, testFrom: point }, { times, labels }).test[0];
		expect(testFrom({ date: '2018-08-16T06:00:00Z' })).toBe(start + 15.25 * day);
		expect(testFrom({ spanShare: 0.75 })).toBe(start + 0.75 * (times[79] - start));
		// 11 frauds, of which 8 come before: the ninth is row 62.
		expect(testFrom({ fraudShare: 0.8 })).toBe(times[62]);
	});

	it.each<[string, Partial<TimeSplit>]>([
		['training into the delay', { trainTo: { date: '2018-08-14' } }],
		['a test after the data', { testFrom: { date: '2019-01-01' } }],
		['training before the data', { trainTo: { date: '2018-07-01' } }],
		['a date that is none', { testFrom: { date: 'yesterday' } }]
	])('refuses %s', (_, change) => {
		expect(() => timeRanges({ ...split, ...change }, { times, labels })).toThrow(refused);
	});
});

describe('withoutKnownCards', () => {
	/** `get_train_test_set` of the Fraud Detection Handbook, line by line, on days instead of data frames. */
	function published(rows: { readonly day: number; readonly card: number; readonly fraud: number }[], begin: number, [train, delay, test]: readonly number[]): number[] {
		const frauds = (on: (day: number) => boolean) => rows.filter((row) => on(row.day) && row.fraud === 1).map((row) => row.card);
		let known = new Set(frauds((one) => one >= begin && one < begin + train));
		const kept: number[] = [];
		for (let d = 0; d < test; d++) {
			known = new Set([...known, ...frauds((one) => one === begin + train + d - 1)]);
			rows.forEach((row, i) => {
				if (row.day === begin + train + delay + d && !known.has(row.card)) kept.push(i);
			});
		}
		return kept;
	}

	it('keeps the rows that the book’s own function keeps', () => {
		const random = seededRandom(5);
		const rows = Array.from({ length: 4000 }, (_, i) => ({ day: Math.floor(i / 160), card: random.int(300), fraud: random.next() < 0.03 ? 1 : 0 }));
		const [begin, train, delay, tested] = [3, 7, 7, 7];
		const seconds = Float64Array.from(rows, (row, i) => start + row.day * day + (i % 160) * 500);
		const from = start + (begin + train + delay) * day;
		const kept = withoutKnownCards(rowsWithin(seconds, [from, from + tested * day]), {
			times: seconds,
			labels: Uint8Array.from(rows, (row) => row.fraud),
			cards: rows.map((row) => row.card),
			known: [start + begin * day, start + (begin + train) * day],
			testFrom: from,
			delayDays: delay
		});
		const expected = published(rows, begin, [train, delay, tested]);
		expect([...kept]).toEqual(expected);
		expect(kept.length).toBeLessThan(7 * 160 - 100);
	});
});
