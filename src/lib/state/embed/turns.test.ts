import { describe, expect, it } from 'vitest';
import { Turns } from './turns.svelte';

/** Work that notes when it begins and ends when it is told to. */
function works() {
	const begun: string[] = [];
	const ends = new Map<string, () => void>();
	const work = (name: string) => () => {
		begun.push(name);
		return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
	};
	return { begun, work, end: (name: string) => ends.get(name)?.() };
}

describe('Turns', () => {
	it('lets one go on at a time, in order, but first those that may go ahead', async () => {
		const { begun, work, end } = works();
		const turns = new Turns();
		const all = [turns.take(work('a')), turns.take(work('b')), turns.take(work('c'))];
		const ahead = [turns.take(work('x'), { ahead: true }), turns.take(work('y'), { ahead: true })];
		expect(begun).toEqual(['a']);
		for (const [name, promise] of [['a', all[0]], ['x', ahead[0]], ['y', ahead[1]], ['b', all[1]], ['c', all[2]]] as const) {
			expect(begun.at(-1)).toBe(name);
			expect(turns.busy).toBe(true);
			end(name);
			expect(await promise).toBe(name);
			await Promise.resolve();
		}
		expect(begun).toEqual(['a', 'x', 'y', 'b', 'c']);
		expect(turns.busy).toBe(false);
	});

	it('goes on after work that failed', async () => {
		const turns = new Turns();
		const bad = turns.take(() => Promise.reject(new Error('bad')));
		const good = turns.take(async () => 'good');
		await expect(bad).rejects.toThrow('bad');
		expect(await good).toBe('good');
	});

	it('never begins what was given up while it waited, and does not give up what has begun', async () => {
		const { begun, work, end } = works();
		const turns = new Turns();
		const controller = new AbortController();
		const first = turns.take(work('a'), { signal: controller.signal });
		const second = turns.take(work('b'), { signal: controller.signal });
		controller.abort();
		await expect(second).rejects.toMatchObject({ code: 'engine.cancelled' });
		await expect(turns.take(work('c'), { signal: controller.signal })).rejects.toMatchObject({ code: 'engine.cancelled' });
		end('a');
		expect(await first).toBe('a');
		expect(begun).toEqual(['a']);
	});
});
