import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestThreshold, chosenThreshold, thresholdText } from './threshold';
import type { ThresholdChoice } from './threshold';

const scores = Float64Array.of(0.95, 0.9, 0.8, 0.8, 0.5, 0.3, 0.1, 0.05);
const labels = Uint8Array.of(1, 1, 0, 1, 0, 1, 0, 0);
const weights = new Float64Array(8).fill(1);

describe('chosenThreshold', () => {
	it.each<[ThresholdChoice, number]>([
		[{ value: 0.42 }, 8],
		[{ precision: 1 }, 2],
		[{ precision: 0.75 }, 4],
		[{ precision: 0.6 }, 6],
		[{ recall: 0.5 }, 2],
		[{ recall: 0.6 }, 4],
		[{ recall: 1 }, 6],
		[{ flagged: 0.5 }, 4],
		[{ flagged: 0.45 }, 2],
		[{ flagged: 0.001 }, 1]
	])('%j', (choice, flagged) => {
		const threshold = chosenThreshold(choice, scores, labels, weights);
		if (typeof choice === 'object' && 'value' in choice) expect(threshold).toBe(choice.value);
		else expect(scores.filter((score) => score >= threshold)).toHaveLength(flagged);
	});

	it('is the best F1 unless told', () => {
		expect(chosenThreshold('best-f1', scores, labels, weights)).toBe(bestThreshold(scores, labels, weights));
	});

	it('is said in words', () => {
		const choices: ThresholdChoice[] = ['best-f1', { value: 0.3 }, { precision: 0.9 }, { recall: 0.8 }, { flagged: 0.01 }];
		expect(choices.map((choice) => thresholdText(choice, 'held rows'))).toEqual([
			'the best weighted F1 on held rows',
			'which was given',
			'chosen for a precision of 0.9 on held rows',
			'chosen for a recall of 0.8 on held rows',
			'at which at most 0.01 of all rows are flagged, by held rows'
		]);
	});

	it('keeps what was asked for wherever some threshold does, and weights count', () => {
		const rows = fc.array(fc.record({ score: fc.integer({ min: 0, max: 20 }), label: fc.integer({ min: 0, max: 1 }) }), { minLength: 2, maxLength: 60 });
		fc.assert(
			fc.property(rows, fc.double({ min: 0.05, max: 1, noNaN: true }), fc.integer({ min: 1, max: 9 }), (given, least, weight) => {
				fc.pre(given.some(({ label }) => label === 1));
				const columns = [
					Float64Array.from(given, ({ score }) => score / 20),
					Uint8Array.from(given, ({ label }) => label),
					Float64Array.from(given, ({ label }) => (label === 1 ? 1 : weight))
				] as const;
				const precisionAt = (threshold: number) => {
					const flagged = given.filter(({ score }) => score / 20 >= threshold);
					const frauds = flagged.filter(({ label }) => label === 1).length;
					return frauds / (frauds + weight * (flagged.length - frauds));
				};
				const reached = Array.from({ length: 21 }, (_, score) => precisionAt(score / 20)).filter((precision) => precision >= least);
				const chosen = precisionAt(chosenThreshold({ precision: least }, ...columns));
				if (reached.length > 0) expect(chosen).toBeGreaterThanOrEqual(least);
			})
		);
	});
});
