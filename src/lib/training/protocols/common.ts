import type { Protocol } from './protocol';

/** For data without dates or cards; figures of it are called optimistic wherever they stand. */
export function randomProtocol(train: number, validation: number): Protocol {
	return {
		name: 'random',
		title: 'split at random (optimistic)',
		split: { kind: 'random', train, validation },
		removeKnown: null,
		removeDetected: false
	};
}

export const foldProtocol: Protocol = {
	name: 'folds',
	title: 'pooled scores of held-out folds',
	split: { kind: 'folds' },
	removeKnown: null,
	removeDetected: false
};
