import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PipelineSession } from '../../core/features/session';
import { keyedHash } from '../../core/privacy/keyed-hash';
import type { SavedProfiles } from '../../core/run/store';
import { ProfileKeeper } from './profile-keeper';

/** A run by a clock of its own, whose profiles take `costOf(save)` milliseconds to save. */
async function run(blocks: number, blockMs: number, costOf: (save: number) => number) {
	let now = 0;
	let spent = 0;
	const saved: number[] = [];
	const session = {
		*saving() {
			yield;
			return new Uint8Array(8);
		}
	} satisfies Pick<PipelineSession, 'saving'>;
	const store = {
		saveProfiles: (_: string, { afterBlock }: SavedProfiles) => {
			const cost = costOf(saved.length);
			now += cost;
			if (afterBlock >= 0) spent += cost;
			saved.push(afterBlock);
			return Promise.resolve();
		},
		dropProfiles: () => Promise.resolve()
	};
	const keeper = new ProfileKeeper({
		store,
		runId: 'run',
		session: session as unknown as PipelineSession,
		hash: keyedHash(new Uint8Array(32)),
		clock: () => now,
		counts: null,
		onFull: () => undefined
	});
	await keeper.begin();
	for (let index = 0; index < blocks; index++) {
		now += blockMs;
		await keeper.passed(index, undefined);
		await keeper.logged(index);
	}
	return { now, spent, saved };
}

describe('ProfileKeeper', () => {
	it('spends at most 3 % of a run on saving between blocks, but for what one saving takes longer than the one before', async () => {
		const costs = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 6 });
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 1, max: 5000 }), costs, async (blockMs, some) => {
				const { now, spent } = await run(300, blockMs, (save) => some[save % some.length]);
				expect(spent).toBeLessThanOrEqual(0.03 * now + Math.max(...some));
			}),
			{ numRuns: 50 }
		);
		const { now, spent, saved } = await run(2000, 100, () => 300);
		expect(saved.length).toBeGreaterThan(10);
		expect(spent).toBeLessThanOrEqual(0.03 * now);
	});

	it('saves every ten seconds where that costs next to nothing', async () => {
		const { saved } = await run(100, 2500, () => 1);
		expect(saved).toEqual([-1, ...Array.from({ length: saved.length - 1 }, (_, i) => 4 * (i + 1) - 1)]);
		expect(saved.length).toBe(26);
	});

	it('makes the last ones once, as soon as all rows have passed, and saves them when they are logged', async () => {
		let made = 0;
		const saved: number[] = [];
		const session = {
			*saving() {
				for (let piece = 0; piece < 50; piece++) yield;
				return Uint8Array.of(++made);
			}
		} satisfies Pick<PipelineSession, 'saving'>;
		const keeper = new ProfileKeeper({
			store: { saveProfiles: async (_, { afterBlock, bytes }) => void saved.push(afterBlock, bytes[0]), dropProfiles: async () => undefined },
			...{ runId: 'run', session: session as unknown as PipelineSession, hash: keyedHash(new Uint8Array(32)) },
			...{ clock: () => performance.now(), counts: null, onFull: () => undefined }
		});
		keeper.allPassed(7);
		expect(saved).toEqual([]);
		await keeper.finish(7);
		expect(saved).toEqual([7, 1]);
		// Another block than was thought to be the last: its own are made.
		await keeper.finish(8);
		expect(saved).toEqual([7, 1, 8, 2]);
	});

	it('lets messages through while it saves, and gives up when one of them cancels the run', async () => {
		let [now, made, saved] = [0, 0, 0];
		const session = {
			*saving() {
				for (; made < 1000; made++) {
					now += 10;
					yield;
				}
				return new Uint8Array(8);
			}
		} satisfies Pick<PipelineSession, 'saving'>;
		const cancel = new AbortController();
		const keeper = new ProfileKeeper({
			store: { saveProfiles: async () => void saved++, dropProfiles: async () => undefined },
			runId: 'run',
			session: session as unknown as PipelineSession,
			hash: keyedHash(new Uint8Array(32)),
			clock: () => now,
			signal: cancel.signal,
			counts: null,
			onFull: () => undefined
		});
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			cancel.abort();
		};
		const finished = keeper.finish(3);
		port2.postMessage('cancel');
		await expect(finished).rejects.toMatchObject({ code: 'engine.cancelled' });
		expect(made).toBeLessThan(1000);
		expect(saved).toBe(0);
		await keeper.logged(3);
		expect(saved).toBe(0);
	});
});
