import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embedQuery } from './query';

describe('the query of an embedded page', () => {
	it('may say nothing', () => {
		const read = Object.entries(embedQuery).map(([key, schema]) => [key, schema.parse(undefined)]);
		expect(Object.fromEntries(read)).toEqual({ view: 'both', theme: 'system', pack: null, policy: null, locale: null });
	});

	it.each([
		['0.5', { kind: 'threshold', review: 0.5 }],
		['.5', { kind: 'threshold', review: 0.5 }],
		['0', { kind: 'threshold', review: 0 }],
		['1', { kind: 'threshold', review: 1 }],
		['0.5,0.9', { kind: 'threshold', review: 0.5, decline: 0.9 }],
		['.5,.5', { kind: 'threshold', review: 0.5, decline: 0.5 }]
	])('takes %s for thresholds', (text, policy) => {
		expect(embedQuery.policy.parse(text)).toEqual(policy);
	});

	it.each(['', '1.5', '-0.1', '0.9,0.5', '0.5,', ',0.5', '0.5,0.6,0.7', '0.5;0.9', '5e-1', '0x1', 'NaN', 'Infinity', ' 0.5', '0.', '.', '٠.٥'])(
		'takes no thresholds from "%s"',
		(text) => {
			expect(embedQuery.policy.safeParse(text).success).toBe(false);
		}
	);

	it('reads every pair of thresholds as JavaScript reads the numbers', () => {
		const share = fc.nat({ max: 10_000 }).map((n) => n / 10_000);
		fc.assert(
			fc.property(share, share, (a, b) => {
				const [review, decline] = a < b ? [a, b] : [b, a];
				// A number this small is written with an exponent, which the query does not take.
				fc.pre(![review, decline].some((n) => String(n).includes('e')));
				expect(embedQuery.policy.parse(`${review},${decline}`)).toEqual({ kind: 'threshold', review, decline });
			})
		);
	});

	it('reads a long text in one pass', () => {
		// The number of steps once grew with the square of the length: this would then take hours.
		expect(embedQuery.policy.safeParse(`${'1'.repeat(2_000_000)}x`).success).toBe(false);
	});

	it.each([
		['view', 'single', 'all'],
		['theme', 'dark', 'Dark'],
		['pack', 'ieee', ''],
		['pack', 'p'.repeat(200), 'p'.repeat(201)],
		['locale', 'de-CH', 'de_CH'],
		['locale', 'en', ''],
		['locale', 'ar-u-nu-latn', 'x'.repeat(1000)]
	] as const)('takes %s=%s and leaves %s out', (key, good, bad) => {
		expect(embedQuery[key].safeParse(good)).toMatchObject({ success: true, data: good });
		expect(embedQuery[key].safeParse(bad).success).toBe(false);
	});
});
