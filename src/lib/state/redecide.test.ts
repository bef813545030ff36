import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ThresholdTable } from '../core/metrics/threshold-table';
import type { Redecision, RunRecord } from '../core/run/types';
import type { RunAnalysis } from '../engine/types';
import { ResultState, type ResultOptions } from './result.svelte';

const run: RunRecord = {
	id: 'r',
	startedAt: 0,
	finishedAt: 1,
	status: 'done',
	file: { name: 'a.csv', size: 1, fingerprint: null },
	dialect: { delimiter: ',', decimal: '.', encoding: 'utf-8', gzip: false },
	headers: [],
	mapping: {},
	pack: { name: 'p', version: '1.0.0', sha256: '', title: 'P' },
	certificates: [],
	backends: ['cpu'],
	switches: [],
	policy: { kind: 'threshold', review: 0.5 },
	counts: { rows: 3, scored: 3, rejected: 0, labelled: 0, frauds: 0, flagged: 1, flaggedAmount: 30, bytes: 1 },
	elapsedMs: 1,
	failure: null
};

const analysis = (of: RunRecord): RunAnalysis => ({
	run: of,
	table: ThresholdTable.build({
		margin: Float32Array.of(-2, 0, 2),
		amount: Float64Array.of(10, 20, 30),
		label: Uint8Array.of(255, 255, 255)
	}),
	scores: Float64Array.of(0.9, 0.4, 0.1),
	histogram: [],
	top: [],
	rejects: []
});

async function opened(of: RunRecord): Promise<{ result: ResultState; kept: (Redecision | null)[] }> {
	const kept: (Redecision | null)[] = [];
	const engine: ResultOptions['engine'] = { analyse: async () => analysis(of), figures: async () => null, exportScored: async () => new Blob() };
	const result = new ResultState({
		engine,
		runId: 'r',
		source: null,
		keep: async (redecided) => void kept.push(redecided),
		now: () => 7
	});
	await result.open();
	return { result, kept };
}

describe('a moved threshold', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	it('decides at once and is kept with the run when it comes to rest', async () => {
		const { result, kept } = await opened(run);
		expect(result.outcome).toMatchObject({ flagged: 1, flaggedAmount: 30 });
		for (const threshold of [0.45, 0.42, 0.4]) result.threshold = threshold;
		expect(result.outcome).toMatchObject({ flagged: 2, flaggedAmount: 50 });
		expect(kept).toEqual([]);
		await vi.runAllTimersAsync();
		expect(kept).toEqual([{ policy: { kind: 'threshold', review: 0.4 }, flagged: 2, flaggedAmount: 50, at: 7 }]);
	});

	it('is where it was left when the run is opened again, and forgotten when it goes back', async () => {
		const redecided: Redecision = { policy: { kind: 'threshold', review: 0.05 }, flagged: 3, flaggedAmount: 60, at: 1 };
		const { result, kept } = await opened({ ...run, redecided });
		expect(result.threshold).toBe(0.05);
		expect(result.outcome?.flagged).toBe(3);
		result.threshold = 0.5;
		await vi.runAllTimersAsync();
		expect(kept).toEqual([null]);
	});

	it('is not written under a run that is still going on', async () => {
		const { result, kept } = await opened({ ...run, status: 'running' });
		result.threshold = 0.05;
		await vi.runAllTimersAsync();
		expect(kept).toEqual([]);
	});
});
