import { describe, expect, it } from 'vitest';
import { ShrikeError } from '../core/errors';
import type { RunRecord } from '../core/run/types';
import type { EngineStatus, FileSource, Preview, ScoringEngine } from '../engine/types';
import type { RunLog } from '../storage/log';
import { BatchState } from './batch.svelte';
import { EngineState } from './engine.svelte';
import { HistoryState } from './history.svelte';

const refused = () => Promise.reject(new Error('not part of this test'));

/** An engine whose methods are refused unless given. */
function engineWith(methods: Partial<ScoringEngine>): ScoringEngine {
	return {
		load: refused,
		scoreOne: refused,
		preview: refused,
		scoreFile: refused,
		analyse: refused,
		exportScored: refused,
		sample: refused,
		close: refused,
		...methods
	};
}

/** What never comes; rejects as the engine's promises do when the signal is aborted. */
function abortable<T>(signal: AbortSignal | undefined): Promise<T> {
	return new Promise<T>((_, reject) => {
		const abort = () => reject(new ShrikeError('engine.cancelled', 'Cancelled.'));
		if (signal?.aborted) abort();
		else signal?.addEventListener('abort', abort);
	});
}

const file = (name: string): FileSource => ({ name, blob: new Blob(['a\n1\n']) });

describe('BatchState', () => {
	const states = (engine: ScoringEngine) => new BatchState(engine, () => null, () => true);

	it('is as it was before when opening is cancelled', async () => {
		const batch = states(engineWith({ preview: (_, options) => abortable<Preview>(options?.signal) }));
		const opening = batch.choose(file('a.csv'));
		expect(batch.stage).toEqual({ kind: 'opening', name: 'a.csv' });
		batch.cancel();
		await opening;
		expect(batch.stage).toEqual({ kind: 'empty' });
	});

	it('shows the file that was chosen last, whichever is read first', async () => {
		const late: ((preview: Preview) => void)[] = [];
		const previewOf = (name: string): Preview => ({
			file: { name, size: 4, fingerprint: null },
			dialect: { delimiter: ',', decimal: '.', encoding: 'utf-8', gzip: false },
			headers: [],
			rows: [],
			matches: [],
			ignored: [],
			replaced: [],
			hasLabels: false,
			problems: [],
			resumable: null
		});
		const batch = states(engineWith({ preview: () => new Promise((resolve) => late.push(resolve)) }));
		const [first, second] = [batch.choose(file('first.csv')), batch.choose(file('second.csv'))];
		await Promise.resolve();
		late[1]?.(previewOf('second.csv'));
		await second;
		late[0]?.(previewOf('first.csv'));
		await first;
		expect(batch.stage).toMatchObject({ kind: 'preview', source: { name: 'second.csv' } });
	});
});

describe('EngineState', () => {
	it('keeps the reason of a failure when it gives up the load before it', async () => {
		const engine = new EngineState(engineWith({ load: (_, options) => abortable<EngineStatus>(options?.signal) }));
		const loading = engine.load({ label: 'Pack', sha256: null, location: { kind: 'files', files: {} } }, null);
		engine.fail(new ShrikeError('pack.not-found', 'There is no list of packs.'));
		await loading;
		expect(engine.stage).toMatchObject({ kind: 'failed', failure: { code: 'pack.not-found' } });
	});
});

describe('HistoryState', () => {
	it('keeps the newer of two readings, whichever comes last', async () => {
		const answers: ((runs: RunRecord[]) => void)[] = [];
		const log: Pick<RunLog, 'listRuns' | 'listPredictions' | 'usage'> = {
			listRuns: () => new Promise((resolve) => answers.push(resolve)),
			listPredictions: () => Promise.resolve([]),
			usage: () => Promise.resolve(null)
		};
		const history = new HistoryState(log as RunLog, () => 0);
		const readings = [history.refresh(), history.refresh()];
		answers[1]?.([]);
		answers[0]?.([{ id: 'deleted' } as RunRecord]);
		await Promise.all(readings);
		expect(history.runs).toEqual([]);
	});
});
