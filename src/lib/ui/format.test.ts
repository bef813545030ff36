import { describe, expect, it } from 'vitest';
import {
	formatAmount,
	formatBytes,
	formatCount,
	formatDateTime,
	formatDigest,
	formatDuration,
	formatInterval,
	formatMargin,
	formatNumber,
	formatPercent,
	formatProbability,
	formatProbabilityBounded,
	formatRate
} from './format';

const en = 'en-US';
const de = 'de-DE';

describe('formatCount, formatNumber and formatAmount', () => {
	it('group digits as the locale does', () => {
		expect(formatCount(284807, en)).toBe('284,807');
		expect(formatCount(284807, de)).toBe('284.807');
		expect(formatAmount(1204.5, en)).toBe('1,204.50');
		expect(formatAmount(1204.5, de)).toBe('1.204,50');
		expect(formatNumber(12.34567, en)).toBe('12.35');
		expect(formatNumber(-0.00001234, en, 2)).toBe('-0.000012');
	});

	it('show a dash for what is not a number', () => {
		for (const format of [formatCount, formatNumber, formatAmount, formatProbability, formatBytes, formatDuration]) {
			expect(format(Number.NaN, en)).toBe('–');
		}
	});
});

describe('formatProbability', () => {
	it.each([
		[0, '0'],
		[1, '1'],
		[0.5, '0.5000'],
		[0.99868, '0.9987'],
		[0.001, '0.0010'],
		[0.000999, '1.0e-3'],
		[0.000031, '3.1e-5'],
		[1.234e-9, '1.2e-9'],
		[0.99996, '0.99996'],
		[0.9999997, '0.9999997'],
		[1 - 1e-15, '1.000000000000']
	])('%f is %s', (value, text) => expect(formatProbability(value, en)).toBe(text));

	it('follows the decimal sign of the locale', () => {
		expect(formatProbability(0.99868, de)).toBe('0,9987');
		expect(formatProbability(0.000031, de)).toBe('3,1e-5');
	});
});

describe('formatProbabilityBounded and formatInterval', () => {
	it('gives a bound where four decimals say nothing', () => {
		expect(formatProbabilityBounded(2.5e-5, en)).toBe('< 0.0001');
		expect(formatProbabilityBounded(1.2e-4, en)).toBe('0.0001');
		expect(formatProbabilityBounded(0.18, en)).toBe('0.1800');
		expect(formatProbabilityBounded(0.99994, en)).toBe('0.9999');
		expect(formatProbabilityBounded(0.999998, en)).toBe('> 0.9999');
		expect(formatProbabilityBounded(Number.NaN, en)).toBe('–');
	});

	it('shows one dash for an undefined interval', () => {
		expect(formatInterval(0.25, 0.5, en)).toBe('0.2500 – 0.5000');
		expect(formatInterval(Number.NaN, Number.NaN, en)).toBe('–');
	});
});

describe('formatPercent and formatMargin', () => {
	it('have fixed decimals, so that columns align', () => {
		expect(formatPercent(0.001667, en, 2)).toBe('0.17%');
		expect(formatPercent(0.5, de)).toBe('50,0\u00a0%');
		expect(formatMargin(2.4061, en)).toBe('+2.41');
		expect(formatMargin(-6.031, en)).toBe('−6.03');
		expect(formatMargin(0, en)).toBe('0.00');
	});
});

describe('formatBytes', () => {
	it.each([
		[0, '0 B'],
		[950, '950 B'],
		[999.6, '1 kB'],
		[1500, '1.5 kB'],
		[160_246_000, '160 MB'],
		[2.5e12, '2.5 TB'],
		[9e15, '9,000 TB']
	])('%d is %s', (bytes, text) => expect(formatBytes(bytes, en)).toBe(text));
});

describe('formatDuration', () => {
	it.each([
		[0.42, '0.4 ms'],
		[9.94, '9.9 ms'],
		[85.3, '85 ms'],
		[999.6, '1.0 s'],
		[2449, '2.4 s'],
		[59_960, '1 min 00 s'],
		[200_000, '3 min 20 s'],
		[3_599_600, '1 h 00 min'],
		[3_900_000, '1 h 05 min']
	])('%d ms is %s', (milliseconds, text) => expect(formatDuration(milliseconds, en)).toBe(text));
});

describe('formatRate', () => {
	it.each([
		[850, '850 rows/s'],
		[999.6, '1 k rows/s'],
		[270_400, '270 k rows/s'],
		[999_600, '1 M rows/s'],
		[1_254_000, '1.25 M rows/s']
	])('%d is %s', (rate, text) => expect(formatRate(rate, en)).toBe(text));
});

describe('formatDateTime and formatDigest', () => {
	it('is exact to the minute', () => {
		expect(formatDateTime(Date.UTC(2026, 10, 20, 14, 5), 'en-GB', 'UTC')).toBe('20 Nov 2026, 14:05');
		expect(formatDigest('0123456789abcdef0123')).toBe('0123456789ab');
	});
});
