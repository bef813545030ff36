import { expect, it } from 'vitest';
import { trueClassWords } from './true-class-words';

it.each([
	[1, 1, { trueClass: 'Fraud', verdict: 'caught', right: true }],
	[1, 0, { trueClass: 'Fraud', verdict: 'missed', right: false }],
	[0, 1, { trueClass: 'Normal', verdict: 'false alarm', right: false }],
	[0, 0, { trueClass: 'Normal', verdict: 'let through', right: true }],
	[null, 1, null]
] as const)('true class %s, predicted %s', (true_class, prediction, expected) => {
	expect(trueClassWords({ true_class, prediction })).toEqual(expected);
});
