import { describe, expect, it } from 'vitest';
import { sourceOf } from '../../src/lib/csv/testing';
import { readScored } from './read-scored';

const names = { label: 'y', score: 'p', card: 'card', amount: 'amount' };

describe('readScored', () => {
	it('takes no cell of the next row for one that a short row lacks', async () => {
		const rows = await readScored(sourceOf('y,p,card,amount\n0,0.1,a,5\n1,0.9\n1,0.8,b,7\n,0.7,c,8\n0,,d,9\n'), names);
		expect([...rows.labels]).toEqual([0, 1]);
		expect([...rows.scores]).toEqual([0.1, 0.8]);
		expect([...(rows.amounts ?? [])]).toEqual([5, 7]);
		expect([...(rows.cards ?? [])]).toEqual([0, 1]);
		expect(rows.unscored).toBe(2);
	});

	it('lets go of the file where it lacks a column', async () => {
		// More than is read to recognise it.
		const source = sourceOf(`y,p\n${'0,0.1\n'.repeat(60_000)}`);
		let open = 0;
		const watched = {
			...source,
			open: async function* (signal?: AbortSignal) {
				open++;
				try {
					yield* source.open(signal);
				} finally {
					open--;
				}
			}
		};
		await expect(readScored(watched, names)).rejects.toMatchObject({ code: 'cli.usage' });
		expect(open).toBe(0);
	});
});
