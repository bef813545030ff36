import { describe, expect, it } from 'vitest';
import { runStatus } from './run-status';

describe('runStatus', () => {
	it('tells a run of this tab from one of another', () => {
		expect(runStatus({ id: 'a', status: 'running' }, 'a').word).toBe('Running here');
		expect(runStatus({ id: 'b', status: 'running' }, 'a').word).toBe('Running in another tab');
		expect(runStatus({ id: 'a', status: 'running' }, null).word).toBe('Running in another tab');
	});

	it('gives every status a word and a shape of its own', () => {
		const all = [
			runStatus({ id: 'a', status: 'running' }, 'a'),
			runStatus({ id: 'b', status: 'running' }, 'a'),
			...(['done', 'cancelled', 'interrupted'] as const).map((status) => runStatus({ id: 'a', status }, null))
		];
		expect(new Set(all.map(({ word }) => word)).size).toBe(all.length);
		expect(new Set(all.map(({ icon }) => icon)).size).toBe(all.length);
	});
});
