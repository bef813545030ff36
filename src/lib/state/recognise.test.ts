import { describe, expect, it } from 'vitest';
import { ShrikeError } from '../core/errors';
import type { Failure } from '../core/errors';
import type { RunRecord } from '../core/run/types';
import { finishedRun, stubEngine } from '../engine/worker/test-support';
import type { FileSource, Preview, RunOptions, SingleInput, SingleScore } from '../engine/types';
import { BatchState, type PackChooser } from './batch.svelte';
import { SingleState } from './single.svelte';

const file = (name: string): FileSource => ({ name, blob: new Blob(['a\n1\n']) });
const policy = () => ({ kind: 'threshold', review: 0.5 }) as const;
const missing: Failure = { code: 'file.missing-columns', message: 'The file lacks a column.', detail: {} };

/** An app with the packs `ulb` (in use) and `sparkov`; a file's name says which of them it fits, if any. */
function app({ broken = false } = {}) {
	let loaded = 'ulb';
	const runs: RunOptions[] = [];
	const preview = (source: FileSource): Preview => ({
		file: { name: source.name, size: 4, fingerprint: null },
		dialect: { delimiter: ',', decimal: '.', encoding: 'utf-8', gzip: false },
		headers: [source.name],
		rows: [],
		matches: [],
		ignored: [],
		replaced: [],
		hasLabels: false,
		problems: source.name === loaded ? [] : [missing],
		resumable: null,
		histories: loaded === 'sparkov' ? [finishedRun('june')] : []
	});
	const chooser: PackChooser = {
		recognise: ([header]) => (['ulb', 'sparkov'].includes(header) ? { sha256: header, name: header, title: header.toUpperCase() } : null),
		get loaded() {
			return loaded;
		},
		load: async (sha256) => {
			if (broken) throw new ShrikeError('pack.not-found', 'Gone.');
			loaded = sha256;
		}
	};
	const engine = stubEngine({
		preview: async (source) => preview(source),
		scoreFile: async (_, options) => {
			runs.push(options);
			return finishedRun();
		}
	});
	return { batch: new BatchState(engine, policy, () => true, () => undefined, chooser), loaded: () => loaded, runs };
}

const problemsOf = ({ stage }: BatchState) => (stage.kind === 'preview' ? stage.preview.problems : null);

describe('a dropped file', () => {
	it('gets the model that it belongs to, and the page is told', async () => {
		const { batch, loaded } = app();
		await batch.choose(file('sparkov'));
		expect(loaded()).toBe('sparkov');
		expect(problemsOf(batch)).toEqual([]);
		expect(batch.stage).toMatchObject({ kind: 'preview', updating: false });
		expect(batch.recognised).toEqual({
			...{ sha256: 'sparkov', name: 'sparkov', title: 'SPARKOV' },
			why: 'Its columns are those of SPARKOV, which was loaded for it.'
		});
		await batch.choose(file('sparkov'));
		expect(batch.recognised).toBeNull();
	});

	it('stays with the model in use where that fits, where none does, or where the other cannot be loaded', async () => {
		for (const [name, broken, problems] of [['ulb', false, []], ['unknown', false, [missing]], ['sparkov', true, [missing]]] as const) {
			const { batch, loaded } = app({ broken });
			await batch.choose(file(name));
			expect([loaded(), batch.recognised, problemsOf(batch)]).toEqual(['ulb', null, problems]);
		}
	});

	it('is scored with the model that the user chooses instead, problems and all', async () => {
		const { batch, loaded } = app();
		await batch.choose(file('sparkov'));
		await batch.usePack('ulb');
		expect([loaded(), batch.recognised, problemsOf(batch)]).toEqual(['ulb', null, [missing]]);
	});
});

describe('a history', () => {
	it('goes with the run it was chosen for, and is forgotten with the file', async () => {
		const { batch, runs } = app();
		await batch.choose(file('sparkov'));
		expect(batch.histories.map(({ id }) => id)).toEqual(['june']);
		batch.chooseHistory({ kind: 'file', source: file('may.csv') });
		expect(batch.historyFile?.name).toBe('may.csv');
		batch.chooseHistory({ kind: 'run', runId: 'june' });
		expect(batch.historyFile).toBeNull();
		await batch.start();
		expect(runs[0].history).toEqual({ kind: 'run', runId: 'june' });
		await batch.choose(file('sparkov'));
		expect(batch.history).toBeNull();
	});

	it('is chosen for single transactions among the runs of the model in use', async () => {
		const asked: SingleInput[] = [];
		const engine = stubEngine({
			scoreOne: async (input) => {
				asked.push(input);
				return {} as SingleScore;
			}
		});
		const runsOf = async (sha256: string): Promise<RunRecord[]> => (sha256 === 'sparkov' ? [finishedRun('june')] : []);
		const single = new SingleState(engine, policy, () => undefined, runsOf);
		await single.readHistories('sparkov');
		expect(single.histories.map(({ id }) => id)).toEqual(['june']);
		single.historyRun = 'june';
		await single.score({ kind: 'raw', values: { amt: 1 }, trueClass: null });
		await single.score({ kind: 'standardised', values: [1], trueClass: null });
		expect(asked).toEqual([
			{ kind: 'raw', values: { amt: 1 }, trueClass: null, historyRun: 'june' },
			{ kind: 'standardised', values: [1], trueClass: null }
		]);
		await single.readHistories('ulb');
		expect([single.histories, single.historyRun]).toEqual([[], null]);
	});
});
