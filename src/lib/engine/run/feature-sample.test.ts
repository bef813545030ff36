import { describe, expect, it } from 'vitest';
import { inUniformSample, keepAllRows, keepsFeatures, sampleOneIn } from './feature-sample';

describe('which rows keep their raw features', () => {
	it('is every row up to a million', () => {
		expect(keepsFeatures(1, false)).toBe(true);
		expect(keepsFeatures(keepAllRows, false)).toBe(true);
	});

	it('is every flagged row and about one in sixteen beyond', () => {
		const rows = 160_000;
		let [kept, flaggedKept] = [0, 0];
		for (let row = keepAllRows + 1; row <= keepAllRows + rows; row++) {
			if (keepsFeatures(row, true)) flaggedKept++;
			if (keepsFeatures(row, false)) kept++;
		}
		expect(flaggedKept).toBe(rows);
		// Binomial with mean 10,000 and standard deviation 97: five of them either way.
		expect(Math.abs(kept - rows / sampleOneIn)).toBeLessThan(500);
	});

	it('is spread evenly over any stretch, and the same every time', () => {
		for (let start = 1; start < 2_000_000; start += 199_999) {
			let kept = 0;
			for (let row = start; row < start + 16_000; row++) if (inUniformSample(row)) kept++;
			expect(Math.abs(kept - 1000)).toBeLessThan(160);
		}
		expect([1, 2, 3].map(inUniformSample)).toEqual([1, 2, 3].map(inUniformSample));
	});
});
