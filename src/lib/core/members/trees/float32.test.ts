import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zeroBound } from './ensemble';
import { floor32, nextDown32, nextUp32, strictThreshold } from './float32';

const float32 = fc.float({ noNaN: true });

describe('float32 neighbours', () => {
	it.each([
		[0, 2 ** -149],
		[-0, 2 ** -149],
		[-(2 ** -149), -0],
		[1, 1 + 2 ** -23],
		[-1, -1 + 2 ** -24],
		[3.4028234663852886e38, Infinity],
		[-Infinity, -3.4028234663852886e38],
		[Infinity, Infinity],
		[NaN, NaN]
	])('above %d is %d', (x, up) => expect(nextUp32(x)).toBe(up));

	it('have nothing between them', () => {
		fc.assert(
			fc.property(float32.filter(Number.isFinite), (x) => {
				const up = nextUp32(x);
				expect(up).toBeGreaterThan(x);
				expect([x, up]).toContain(Math.fround(Number.isFinite(up) ? x / 2 + up / 2 : x));
				expect(nextDown32(up) - x).toBe(0);
			})
		);
	});

	it('floor32 is the largest float32 not above', () => {
		fc.assert(
			fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
				const floor = floor32(x);
				expect(floor <= x && nextUp32(floor) > x).toBe(true);
			})
		);
	});
});

describe('strictThreshold', () => {
	const edge = fc.constantFrom(0, -0, zeroBound, -zeroBound, nextUp32(zeroBound), nextDown32(-zeroBound), 2 ** -149, 1e-36, -1e-36, 1e-35);
	const threshold = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), edge, float32.filter(Number.isFinite));

	it("says of every float32 what LightGBM's test says", () => {
		fc.assert(
			fc.property(threshold, fc.oneof(float32, edge.map(Math.fround)), (t, other) => {
				const strict = strictThreshold(t);
				expect(Math.fround(strict)).toBe(strict);
				for (const x of [other, Math.fround(t), nextUp32(Math.fround(t)), nextDown32(Math.fround(t)), strict]) {
					const flushed = Math.abs(x) <= zeroBound ? 0 : x;
					expect(x < strict).toBe(flushed <= t);
				}
			}),
			{ numRuns: 1000 }
		);
	});
});
