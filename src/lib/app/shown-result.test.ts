import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../core/run/types';
import type { FileSource } from '../engine/types';
import type { ResultOptions } from '../state/result.svelte';
import { ShownResult } from './shown-result';

const done: RunRecord = {
	...{ id: 'r', startedAt: 0, finishedAt: 2, status: 'done', headers: [], mapping: {}, certificates: [], backends: ['cpu'], switches: [] },
	...{ file: { name: 'a.csv', size: 1, fingerprint: null }, dialect: { delimiter: ',', decimal: '.', encoding: 'utf-8', gzip: false } },
	...{ pack: { name: 'p', version: '1.0.0', sha256: '', title: 'P' }, policy: { kind: 'threshold', review: 0.5 }, elapsedMs: 1, failure: null },
	counts: { rows: 1, scored: 1, rejected: 0, labelled: 0, frauds: 0, flagged: 0, flaggedAmount: 0, bytes: 1 }
};

describe('the result of a run that is looked at while it goes on', () => {
	it('is shown on when the run has ended, and elsewhere only then', () => {
		const asked: string[] = [];
		const engine: ResultOptions['engine'] = {
			analyse: (id) => {
				asked.push(id);
				return new Promise(() => undefined);
			},
			figures: async () => null,
			exportScored: async () => new Blob()
		};
		const results = new ShownResult({ engine, keep: async () => undefined, isRunning: () => true });
		const source: FileSource = { name: 'a.csv', blob: new Blob() };
		const early = results.of('r', source);
		expect(results.of('r', source)).toBe(early);
		early.end(done);
		expect(results.of('r', null)).toBe(early);
		expect(asked).toEqual(['r']);

		const other = results.of('s', source);
		expect(results.of('s', null)).not.toBe(other);
	});
});
