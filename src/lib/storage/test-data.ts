import { cellsText } from '../core/run/cells-text';
import { keyColumn } from '../core/run/key-column';
import type { PredictionLog, RunRecord, ScoredBlock } from '../core/run/types';

/** Records for tests of the stores. */
export function testRun(change: Partial<RunRecord> = {}): RunRecord {
	return {
		id: 'run-1',
		startedAt: 1_000,
		finishedAt: null,
		status: 'running',
		file: { name: 'day.csv', size: 1_000, fingerprint: 'f'.repeat(64) },
		dialect: { delimiter: ',', decimal: '.', encoding: 'utf-8', gzip: false },
		headers: ['card', 'amount'],
		mapping: { amount: 1 },
		pack: { name: 'ulb-mlp', version: '1.0.0', sha256: 'a'.repeat(64), title: 'ULB' },
		certificates: [],
		backends: ['cpu'],
		switches: [],
		policy: { kind: 'threshold', review: 0.5 },
		counts: { rows: 0, scored: 0, rejected: 0, labelled: 0, frauds: 0, flagged: 0, flaggedAmount: 0, bytes: 0 },
		elapsedMs: 0,
		failure: null,
		...change
	};
}

/**
 * Block `index` of a run of blocks of four rows: the first is approved, the second reviewed, the third declined, the last
 * rejected. Features of two columns are kept for entries 1 and 2.
 */
export function testBlock(index: number, change: Partial<ScoredBlock> = {}): ScoredBlock {
	const firstRow = index * 4 + 1;
	return {
		index,
		firstRow,
		rows: 4,
		endOffset: 100 * (index + 1),
		offset: Float64Array.of(100 * index, 100 * index + 25, 100 * index + 50, 100 * index + 75),
		margin: Float32Array.of(-2, 1 + index, 3 + index, NaN),
		score: Float64Array.of(0.1, 0.7, 0.9, NaN),
		decision: Uint8Array.of(0, 1, 2, 255),
		label: Uint8Array.of(0, 1, 255, 255),
		amount: Float64Array.of(5, 10, 20, NaN),
		timestamp: Float64Array.of(1, 2, 3, NaN),
		keys: { card: keyColumn([`c${firstRow}`, `c${firstRow + 1}`, `c${firstRow + 2}`, '']) },
		features: { rows: Uint32Array.of(1, 2), values: Float32Array.of(2, 3, 10, 20) },
		rejects: [
			{ row: firstRow + 3, code: 'cell.not-a-number', column: 'amount', value: 'x', reason: 'x is not a number.' }
		],
		kept: [
			{ row: firstRow + 1, cells: cellsText([`c${firstRow + 1}`, '10']) },
			{ row: firstRow + 2, cells: `,c${firstRow + 2},20` }
		],
		backend: 'cpu',
		...change
	};
}

export function testPrediction(change: Partial<PredictionLog> = {}): PredictionLog {
	return {
		id: 'p-1',
		timestamp: 1_000,
		latency: 2,
		prediction: 1,
		probability: 0.7,
		true_class: null,
		margin: 1,
		decision: 'review',
		threshold: 0.5,
		backend: 'cpu',
		packSha256: 'a'.repeat(64),
		certificateId: '0123456789abcdef',
		runId: null,
		row: null,
		features: [2, 10],
		...change
	};
}
