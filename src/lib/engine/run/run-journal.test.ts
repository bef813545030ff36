import { describe, expect, it } from 'vitest';
import type { BackendName, Certificate } from '../../core/backend';
import type { RunRecord, ScoredBlock } from '../../core/run/types';
import type { RunProgress } from '../types';
import { BackendRelay } from './backend-relay';
import { RunJournal } from './run-journal';
import { RunTally } from './tally';

const certificateOf = (backend: BackendName): Certificate => ({
	...{ id: backend, packSha256: '', backend, device: backend, vectors: 1, maxAbsError: 0, tolerance: 1, passed: true }
});

const run: RunRecord = {
	...{ id: 'run-1', startedAt: 0, finishedAt: null, status: 'running', headers: ['a'], mapping: {}, certificates: [], backends: [], switches: [] },
	...{ file: { name: 'a.csv', size: 1, fingerprint: null }, dialect: { delimiter: ',', decimal: '.', encoding: 'utf-8', gzip: false } },
	...{ pack: { name: 'p', version: '1', sha256: '', title: 'P' }, policy: { kind: 'threshold', review: 0.5 }, elapsedMs: 0, failure: null },
	counts: { rows: 0, scored: 0, rejected: 0, labelled: 0, frauds: 0, flagged: 0, flaggedAmount: 0, bytes: 0 }
};

/** Two rows of a run. */
const block = (index: number, backend: BackendName): ScoredBlock => ({
	...{ index, firstRow: 1 + 2 * index, rows: 2, endOffset: 0, offset: new Float64Array(2), margin: new Float32Array(2) },
	...{ score: new Float64Array(2), decision: new Uint8Array(2), label: new Uint8Array(2).fill(255), amount: new Float64Array(2) },
	...{ timestamp: new Float64Array(2), keys: {}, rejects: [], features: null, kept: [], backend }
});

function journal(): { readonly journal: RunJournal; readonly notices: string[] } {
	const notices: string[] = [];
	const backend = { name: 'webgpu', device: '', software: false, margins: () => Promise.resolve(), dispose: () => undefined } as const;
	const pool = { next: () => Promise.reject(new Error('none')), dispose: () => undefined };
	const relay = new BackendRelay({ backend, certificate: certificateOf('webgpu'), reports: [] }, pool, () => 0);
	const onProgress = ({ notice }: RunProgress): void => void (notice !== null && notices.push(notice));
	const options = { run, tally: new RunTally(), relay, clock: () => 0, bytesRead: () => 0, cardNumbers: () => false, onProgress };
	return { journal: new RunJournal(options), notices };
}

describe('the journal of a run', () => {
	it('names the first row of a block that another backend computed, also where blocks come later than the handover', () => {
		const { journal: kept, notices } = journal();
		kept.block(block(0, 'webgpu'), certificateOf('webgpu'));
		kept.handover({ from: 'webgpu', to: 'wasm', reason: 'The device was lost.' });
		kept.block(block(1, 'webgpu'), certificateOf('webgpu'));
		expect(kept.record('running').switches).toEqual([]);
		kept.block(block(2, 'wasm'), certificateOf('wasm'));
		kept.block(block(3, 'wasm'), certificateOf('wasm'));
		const record = kept.record('done');
		expect(record.switches).toEqual([{ row: 5, from: 'webgpu', to: 'wasm', reason: 'The device was lost.' }]);
		expect(record.backends).toEqual(['webgpu', 'wasm']);
		expect(record.certificates.map(({ id }) => id)).toEqual(['webgpu', 'wasm']);
		expect(notices).toEqual([expect.stringContaining('From row 5 on')]);
	});

	it('names both of two handovers before the next block', () => {
		const { journal: kept } = journal();
		kept.handover({ from: 'webgpu', to: 'wasm', reason: 'The device was lost.' });
		kept.handover({ from: 'wasm', to: 'cpu', reason: 'Out of memory.' });
		kept.block(block(0, 'cpu'), certificateOf('cpu'));
		expect(kept.record('done').switches.map(({ row, to }) => [row, to])).toEqual([
			[1, 'wasm'],
			[1, 'cpu']
		]);
	});
});
