import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyedHash } from '../src/lib/core/privacy/keyed-hash';
import { naiveProfiles } from './fixtures/profiles/naive';
import { compile, inBlocks, pipelines, profileSteps, rows } from './fixtures/profiles/random';

const hash = keyedHash(new Uint8Array(32).fill(7));
const cuts = fc.array(fc.nat(60), { maxLength: 6 });

describe('profiles', () => {
	test('say what their rules say, read simply', () => {
		fc.assert(
			fc.property(profileSteps, rows, cuts, (steps, of, at) => {
				const made = inBlocks(compile(steps).begin(), of, at);
				naiveProfiles(steps, of).forEach((expected, f) => {
					expected.forEach((value, i) => expect(made[f][i], `${JSON.stringify(steps[f])} row ${i}`).toBeCloseTo(value, 9));
				});
			}),
			{ numRuns: 150 }
		);
	});

	test('have a feature for a part of their key', () => {
		const window = { op: 'window', time: 'when', seconds: 10, of: 'amount', how: 'sum', current: true, otherwise: 0 } as const;
		fc.assert(
			fc.property(rows, cuts, (of, at) => {
				const [, byText, byFeature] = inBlocks(
					compile([
						// Kinds are k and l: whether one is k says which.
						{ op: 'one-of', from: 'kind', to: 'is-k', values: ['k'], not: false },
						{ ...window, key: ['card', 'kind'], to: 'by-text' },
						{ ...window, key: ['card', 'is-k'], to: 'by-feature' }
					]).begin(),
					of,
					at
				);
				expect(byFeature).toEqual(byText);
			}),
			{ numRuns: 60 }
		);
	});

	test('are bit-equal whatever the blocks', () => {
		fc.assert(
			fc.property(pipelines, rows, cuts, (steps, of, at) => {
				const pipeline = compile(steps);
				const [whole, parts] = [pipeline.begin(), pipeline.begin()];
				expect(inBlocks(parts, of, at)).toEqual(inBlocks(whole, of, []));
				expect(parts.counts).toEqual(whole.counts);
				const [one, other] = [parts.save(hash), whole.save(hash)];
				expect(one).toEqual(other);
			}),
			{ numRuns: 60 }
		);
	});

	test('of June and then July are those of June and July', () => {
		fc.assert(
			fc.property(pipelines, rows, fc.nat(40), cuts, (steps, of, split, at) => {
				const pipeline = compile(steps);
				const [june, july] = [of.slice(0, split), of.slice(split)];
				const whole = pipeline.begin();
				const expected = inBlocks(whole, of, []).map((values) => values.slice(june.length));
				const before = pipeline.begin();
				inBlocks(before, june, []);
				const after = pipeline.begin({ state: { bytes: before.save(hash) ?? new Uint8Array(), hash } });
				expect(inBlocks(after, july, at)).toEqual(expected);
				const sum = (name: 'withoutHistory' | 'late' | 'repeated'): number => before.counts[name] + after.counts[name];
				expect({ withoutHistory: sum('withoutHistory'), late: sum('late'), repeated: sum('repeated') }).toEqual(whole.counts);
			}),
			{ numRuns: 60 }
		);
	});
});
