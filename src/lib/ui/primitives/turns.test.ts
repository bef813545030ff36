import { describe, expect, it } from 'vitest';
import { takeTurn } from './turns';

/** What happened once everything that was asked for had its turn. */
const all = () => new Promise<void>((resolve) => takeTurn(resolve));

describe('turns', () => {
	it('come one a task, in the order in which they were asked for', async () => {
		const order: string[] = [];
		for (const name of ['first', 'second']) {
			takeTurn(() => {
				order.push(name);
				// A microtask belongs to the task that began it.
				queueMicrotask(() => order.push(`after ${name}`));
			});
		}
		expect(order).toEqual([]);
		await all();
		expect(order).toEqual(['first', 'after first', 'second', 'after second']);
	});

	it('asked for within a turn come after those that wait', async () => {
		const order: string[] = [];
		takeTurn(() => {
			order.push('first');
			takeTurn(() => order.push('third'));
		});
		takeTurn(() => order.push('second'));
		await all();
		await all();
		expect(order).toEqual(['first', 'second', 'third']);
	});

	it('that are given back do not come, and those after them do', async () => {
		const order: string[] = [];
		const giveBack = takeTurn(() => order.push('given back'));
		giveBack();
		takeTurn(() => order.push('kept'));
		await all();
		expect(order).toEqual(['kept']);
	});

});
