import { describe, expect, it } from 'vitest';
import { ShrikeError } from '../core/errors';
import type { RunRecord } from '../core/run/types';
import type { EngineStatus, FileSource, Preview, ScoringEngine } from '../engine/types';
import { statusOn, stubEngine } from '../engine/worker/test-support';
import type { RunLog } from '../storage/log';
import { BatchState } from './batch.svelte';
import { EngineState } from './engine.svelte';
import { HistoryState } from './history.svelte';

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
	const states = (engine: ScoringEngine) => new BatchState(engine, () => null, () => true, () => undefined);

	it('is as it was before when opening is cancelled', async () => {
		const batch = states(stubEngine({ preview: (_, options) => abortable<Preview>(options?.signal) }));
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
			resumable: null,
			histories: []
		});
		const batch = states(stubEngine({ preview: () => new Promise((resolve) => late.push(resolve)) }));
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
	const pack = { label: 'Pack', sha256: null, location: { kind: 'files', files: {} } } as const;

	it('keeps the reason of a failure when it gives up the load before it', async () => {
		const engine = new EngineState(stubEngine({ load: (_, options) => abortable<EngineStatus>(options?.signal) }));
		const loading = engine.load(pack, null);
		engine.fail(new ShrikeError('pack.not-found', 'There is no list of packs.'));
		await loading;
		expect(engine.stage).toMatchObject({ kind: 'failed', failure: { code: 'pack.not-found' } });
	});

	it('tells what the engine runs on after a backend died', async () => {
		const engine = new EngineState(
			stubEngine({ load: () => Promise.resolve(statusOn('webgpu')), status: () => Promise.resolve(statusOn('wasm')) })
		);
		await engine.load(pack, null);
		await engine.refresh();
		expect(engine.status?.backend).toBe('wasm');
	});

	it('does not take an answer about the model before for one about the next', async () => {
		let answer: (status: EngineStatus) => void = () => undefined;
		const loads = [statusOn('webgpu'), statusOn('cpu')];
		const engine = new EngineState(
			stubEngine({
				load: () => Promise.resolve(loads.shift() ?? statusOn('cpu')),
				status: () => new Promise((resolve) => (answer = resolve))
			})
		);
		await engine.load(pack, null);
		const asking = engine.refresh();
		await engine.load(pack, null);
		answer(statusOn('wasm'));
		await asking;
		expect(engine.status?.backend).toBe('cpu');
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
