import { describe, expect, it } from 'vitest';
import { combinedMargins, networkModel, referenceModelMargins, soleNetwork, treesModel } from './model';
import type { Model } from './model';
import type { DenseNetwork } from './network';
import { EnsembleBuilder } from './trees/builder';

/** 2a − b + 0.5 */
const network: DenseNetwork = {
	inputs: 2,
	layers: [{ inputs: 2, units: 1, activation: 'linear', kernel: Float32Array.of(2, -1), bias: Float32Array.of(0.5) }]
};

/** 0.25 plus −1 where a < 1, else 3 */
function stump() {
	const builder = new EnsembleBuilder('xgboost', 2);
	builder.tree(0, 3, (node) =>
		node === 0
			? { kind: 'split', feature: 0, threshold: 1, flags: 0, left: 1, right: 2 }
			: { kind: 'leaf', value: node === 1 ? -1 : 3 }
	);
	return builder.finish(0.25);
}

const members: Model['members'] = [
	{ kind: 'network', id: 'net', network },
	{ kind: 'trees', id: 'trees', trees: stump() }
];
const rows = Float32Array.of(0, 1, 1, 4);

describe('a model', () => {
	it('adds its members’ margins as its combiner says', () => {
		// Networks give −0.5 and −1.5, trees −0.75 and 3.25.
		const combiner = { kind: 'logistic', intercept: -0.125, weights: { trees: 2, net: 0.5 } } as const;
		expect([...referenceModelMargins({ inputs: 2, members, combiner }, rows, 2)]).toEqual([-1.875, 5.625]);
		const single = (member: string) => referenceModelMargins({ inputs: 2, members, combiner: { kind: 'single', member } }, rows, 2);
		expect([...single('net')]).toEqual([-0.5, -1.5]);
		expect([...single('trees')]).toEqual([-0.75, 3.25]);
	});

	it('of one member is that member', () => {
		expect([...referenceModelMargins(networkModel(network), rows, 2)]).toEqual([-0.5, -1.5]);
		expect([...referenceModelMargins(treesModel(stump()), rows, 2)]).toEqual([-0.75, 3.25]);
		expect(soleNetwork(networkModel(network))).toBe(network);
		expect(soleNetwork(treesModel(stump()))).toBeNull();
		expect(soleNetwork({ inputs: 2, members: members.slice(0, 1), combiner: { kind: 'logistic', intercept: 0, weights: { net: 1 } } })).toBeNull();
	});

	it('keeps NaN to its row', () => {
		const combiner = { kind: 'logistic', intercept: 1, weights: { a: 1, b: 1 } } as const;
		const margins = new Map([['a', [1, NaN]], ['b', [2, 2]]]);
		expect([...combinedMargins(combiner, margins)]).toEqual([4, NaN]);
	});

	it('does not combine what is missing or of different lengths', () => {
		const combiner = { kind: 'logistic', intercept: 1, weights: { a: 1, b: 1 } } as const;
		expect(() => combinedMargins(combiner, new Map([['a', [1]]]))).toThrow(RangeError);
		expect(() => combinedMargins(combiner, new Map([['a', [1]], ['b', [1, 2]]]))).toThrow(RangeError);
	});
});
