import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { putScore, scoreBytes } from './put-score';
import { scoreText } from './score-text';

function put(probability: number, decimal: '.' | ','): string {
	const out = new Uint8Array(scoreBytes + 1).fill(0x21);
	const end = putScore(out, 1, probability, decimal);
	expect(out[0]).toBe(0x21);
	return Buffer.from(out.subarray(1, end)).toString('latin1');
}

/** The doubles around a number. */
function neighbours(x: number): number[] {
	const bits = new BigUint64Array(Float64Array.of(x).buffer)[0];
	return [-2n, -1n, 0n, 1n, 2n].map((step) => new Float64Array(BigUint64Array.of(bits + step).buffer)[0]);
}

describe('putScore', () => {
	it('writes what scoreText says, for any double in [0, 1]', () => {
		fc.assert(
			fc.property(fc.double({ min: 0, max: 1 }), fc.constantFrom('.', ','), (p, decimal) => {
				expect(put(p, decimal)).toBe(scoreText(p, decimal));
			}),
			{ numRuns: 2000 }
		);
	});

	it('writes what scoreText says, for scores of every size', () => {
		fc.assert(
			fc.property(fc.double({ min: -16, max: 0, noNaN: true }), (exponent) => {
				const p = 10 ** exponent;
				expect(put(p, '.')).toBe(scoreText(p, '.'));
			}),
			{ numRuns: 5000 }
		);
	});

	it('rounds what lies next to a half of the last digit, or to a power of ten, as scoreText does', () => {
		fc.assert(
			fc.property(fc.integer({ min: 100_000_000, max: 999_999_999 }), fc.integer({ min: 9, max: 24 }), (digits, power) => {
				for (const p of neighbours(Number(`${digits}.5e-${power}`))) expect(put(p, ',')).toBe(scoreText(p, ','));
			}),
			{ numRuns: 1000 }
		);
		for (let power = 0; power <= 20; power++) {
			for (const p of neighbours(Number(`1e-${power}`)).filter((x) => x <= 1)) expect(put(p, '.')).toBe(scoreText(p, '.'));
		}
	});

	it('has room for the longest and writes nothing for none', () => {
		for (const p of [NaN, 0, 1, 5e-324, 2.2250738585072014e-308, 1.23456789e-100, 1 - 2 ** -53, 0.999999999, 0.9999999995, 0.25]) {
			expect(put(p, '.')).toBe(scoreText(p, '.'));
		}
	});
});
