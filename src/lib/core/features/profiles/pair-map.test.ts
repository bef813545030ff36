import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PairMap } from './pair-map';

describe('PairMap', () => {
	it('is a map of pairs', () => {
		const small = fc.nat(6);
		const action = fc.tuple(fc.constantFrom('set', 'delete'), small, fc.oneof(small, fc.constant(2 ** 31 - 1)), fc.nat(99));
		fc.assert(
			fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
				const [pairs, model] = [new PairMap(), new Map<string, number>()];
				for (const [what, left, right, value] of actions) {
					if (what === 'set') {
						pairs.set(left, right, value);
						model.set(`${left} ${right}`, value);
					} else {
						pairs.delete(left, right);
						model.delete(`${left} ${right}`);
					}
					expect(pairs.size).toBe(model.size);
					expect(pairs.get(left, right)).toBe(model.get(`${left} ${right}`) ?? -1);
				}
				const seen: string[] = [];
				pairs.each((left, right) => {
					expect(pairs.get(left, right)).toBe(model.get(`${left} ${right}`));
					seen.push(`${left} ${right}`);
				});
				expect(seen.sort()).toEqual([...model.keys()].sort());
			})
		);
	});
});
