import { describe, expect, it } from 'vitest';
import { ThresholdTable } from '../core/metrics/threshold-table';
import type { RunRecord } from '../core/run/types';
import type { RunAnalysis } from '../engine/types';
import { ResultState, type ResultOptions } from './result.svelte';

const running: RunRecord = {
	...{ id: 'r', startedAt: 0, finishedAt: null, status: 'running', headers: [], mapping: {}, certificates: [], backends: ['cpu'], switches: [] },
	...{ file: { name: 'a.csv', size: 1, fingerprint: null }, dialect: { delimiter: ',', decimal: '.', encoding: 'utf-8', gzip: false } },
	...{ pack: { name: 'p', version: '1.0.0', sha256: '', title: 'P' }, policy: { kind: 'threshold', review: 0.5 }, elapsedMs: 1, failure: null },
	counts: { rows: 1, scored: 1, rejected: 0, labelled: 0, frauds: 0, flagged: 0, flaggedAmount: 0, bytes: 1 }
};
const done: RunRecord = { ...running, status: 'done', finishedAt: 2, counts: { ...running.counts, rows: 3, scored: 3 } };

const analysisOf = (run: RunRecord): RunAnalysis => ({
	run,
	table: ThresholdTable.build({ margin: Float32Array.of(-2, 0, 2), amount: Float64Array.of(10, 20, 30), label: Uint8Array.of(255, 255, 255) }),
	...{ scores: Float64Array.of(0.9, 0.4, 0.1), histogram: [], top: [], rejects: [] }
});

const figures = { rocAuc: { estimate: 0.9, low: 0.8, high: 1 }, averagePrecision: { estimate: 0.5, low: 0.4, high: 0.6 } };

/** Answers one after the other; an Error rejects. */
const kept: unknown[] = [];

function resultWith(analyses: (RunAnalysis | Error)[], judgements: (typeof figures | Error)[] = [figures]) {
	const next = async <T>(answers: (T | Error)[]): Promise<T> => {
		const answer = answers.shift();
		if (answer === undefined || answer instanceof Error) throw answer ?? new Error('Nobody is to ask so often.');
		return answer;
	};
	const engine: ResultOptions['engine'] = { analyse: () => next(analyses), figures: () => next(judgements), exportScored: async () => new Blob() };
	return new ResultState({ engine, runId: 'r', source: null, keep: async (redecided) => void kept.push(redecided), now: () => 7 });
}

describe('the result of a run whose last rows are on their way into the log', () => {
	it('gets its record when the run has ended, and keeps where the threshold was moved', async () => {
		const result = resultWith([analysisOf(running)]);
		await result.open();
		expect(result.figures).toEqual(figures);
		expect(result.ended).toBe(false);
		result.threshold = 0.3;
		result.end(done);
		expect(result.ended).toBe(true);
		expect(result.stage).toMatchObject({ kind: 'ready', analysis: { run: { status: 'done', counts: { rows: 3 } } } });
		expect(result.threshold).toBe(0.3);
		await expect.poll(() => kept).toMatchObject([{ policy: { review: 0.3 }, at: 7 }]);
	});

	it('has its record, too, where the run ends before its analysis is there', async () => {
		const result = resultWith([analysisOf(running)]);
		const opening = result.open();
		result.end(done);
		await opening;
		expect(result.stage).toMatchObject({ kind: 'ready', analysis: { run: { status: 'done' } } });
	});

	it('is read from the log where the worker crashed that had it', async () => {
		const result = resultWith([new Error('The worker crashed.'), analysisOf(done)]);
		await result.open();
		expect(result.stage.kind).toBe('failed');
		result.end(done);
		await expect.poll(() => result.stage.kind).toBe('ready');
	});

	it('asks for its figures again where the worker crashed over them', async () => {
		const result = resultWith([analysisOf(done)], [new Error('The worker crashed.'), figures]);
		await result.open();
		expect(result.figures).toEqual(figures);
	});
});
