import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ulbCreditcard } from '../../src/lib/training/packs/ulb-creditcard';
import type { SearchData } from '../../src/lib/training/search/search-data';
import { trialId } from './digests';
import { fileSchema } from './file-schema';
import type { SearchMethod, SearchSettings } from './file-schema';
import { search } from './search';
import { openTrialLog } from './trial-log';
import type { TrialReply, TrialTask } from './trial-task';

let folder = '';
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'shrike-trials-'));
});
afterEach(() => rm(folder, { recursive: true }));

function settings(given: object): SearchSettings {
	const { search: read } = fileSchema.parse({ pack: 'ulb-creditcard', data: {}, search: given });
	if (!read) throw new Error('no search');
	return read;
}

const some = { rows: 90, features: new Float32Array(90), labels: Uint8Array.from({ length: 90 }, (_, row) => (row % 3 === 0 ? 1 : 0)), weights: new Float64Array(90) };
const data: SearchData = { normalWeight: 1, folds: [{ train: some, validation: null, held: some, amounts: null, days: null, cards: null }] };

/** Trials whose figures are the number of leaves; 7 leaves break. */
function leavesOf({ model }: TrialTask): number {
	const [trees] = model.members;
	return trees.kind === 'gbdt' ? trees.boosting.maxLeaves : 0;
}

async function searched(given: object, method: SearchMethod, tasks: TrialTask[] = []) {
	const log = await openTrialLog(join(folder, 'runs', 'trials.jsonl'));
	const run = (task: TrialTask): Promise<TrialReply> => {
		tasks.push(task);
		const leaves = leavesOf(task);
		if (leaves === 7) return Promise.resolve({ startedAt: Date.now(), failure: { code: 'engine.worker-crashed', message: 'seven' } });
		return Promise.resolve({ startedAt: Date.now() - 2000, metrics: { averagePrecision: leaves / 100, logLoss: leaves / 10 }, curves: [] });
	};
	const notes: string[] = [];
	const runner = { run, close: () => Promise.resolve() };
	const base = { config: ulbCreditcard, seed: 5, data, dataSha256: 'a'.repeat(64), log, runner, signal: new AbortController().signal, path: 'x.yaml' };
	const result = await search({ ...base, settings: settings(given), method, note: (line) => notes.push(line), onTrial: null });
	return { ...result, notes, log };
}

const leaves = (ranked: readonly { readonly parameters: object }[]) => ranked.map(({ parameters }) => Object.values(parameters)[0] as number);
const space = { 'gbdt.boosting.maxLeaves': [3, 7, 9, 5] };

describe('a search', () => {
	it('ranks what did not fail by its objective, gains or losses, and logs all', async () => {
		const gains = await searched({ space }, 'grid');
		expect(leaves(gains.ranked)).toEqual([9, 5, 3]);
		expect(gains.counts).toEqual({ run: 4, reused: 0, failed: 1 });
		// Trials run side by side and end in any order.
		expect(gains.notes.filter((note) => note.includes('failed: seven'))).toHaveLength(1);
		const losses = await searched({ space, objective: 'logLoss' }, 'grid');
		expect(leaves(losses.ranked)).toEqual([3, 5, 9]);
		// Another objective needs no other trials, but a failed one is tried again.
		expect(losses.counts).toEqual({ run: 1, reused: 3, failed: 1 });
		const lines = (await readFile(losses.log.path, 'utf8')).trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
		expect(lines.map(({ status }) => status)).toEqual(['finished', 'failed', 'finished', 'finished', 'failed']);
		expect(lines[0]).toMatchObject({ seed: 5, dataSha256: 'a'.repeat(64), resource: null, parameters: { 'gbdt.boosting.maxLeaves': 3 } });
		expect(Number(lines[0].seconds)).toBeGreaterThanOrEqual(2);
		expect(lines[1]).toMatchObject({ metrics: {}, error: { code: 'engine.worker-crashed', message: 'seven' } });
	});

	it('gives the better half more rows', async () => {
		const tasks: TrialTask[] = [];
		const { ranked } = await searched({ space, trials: 4, halving: { factor: 2, min: 20 } }, 'halving', tasks);
		expect(tasks.map((task) => [leavesOf(task), task.options.rows]).sort()).toEqual([[3, 20], [5, 20], [7, 20], [9, 20], [5, 40], [9, 40], [9, 80]].sort());
		expect(leaves(ranked)).toEqual([9]);
	});

	it('starts with rows enough to know some frauds', async () => {
		const tasks: TrialTask[] = [];
		await searched({ space, trials: 4, halving: { factor: 2 } }, 'halving', tasks);
		// A third are frauds, and twenty are wanted.
		expect(Math.min(...tasks.map(({ options }) => options.rows ?? 0))).toBe(60);
	});

	it('says when nothing can be ranked', async () => {
		await expect(searched({ space: { 'gbdt.boosting.maxLeaves': [7] } }, 'grid')).rejects.toMatchObject({ message: expect.stringContaining('seven') as string });
		await expect(searched({ space, objective: 'cardPrecisionAtK' }, 'grid')).rejects.toMatchObject({
			code: 'config.invalid',
			message: 'x.yaml: search.objective: these data give no cardPrecisionAtK. They give averagePrecision, logLoss.'
		});
	});
});

describe('the log of trials', () => {
	it('passes over what was cut off and what is none, and goes on after it', async () => {
		const path = join(folder, 'runs', 'trials.jsonl');
		const { log } = await searched({ space: { 'gbdt.boosting.maxLeaves': [3, 4] } }, 'grid');
		const [first, second] = (await readFile(path, 'utf8')).trimEnd().split('\n');
		await writeFile(path, `${first}\n{"id":1}\n${second.slice(0, -10)}`);
		const torn = await openTrialLog(path);
		expect([torn.finished.size, torn.unread]).toEqual([1, 2]);
		expect(log.finished.size).toBe(0);
		const again = await searched({ space: { 'gbdt.boosting.maxLeaves': [3, 4] } }, 'grid');
		expect(again.counts).toEqual({ run: 1, reused: 1, failed: 0 });
		expect((await openTrialLog(path)).finished.size).toBe(2);
	});

	it('that cannot be written is named', async () => {
		await writeFile(join(folder, 'file'), '');
		await expect(openTrialLog(join(folder, 'file', 'x', 'trials.jsonl'))).rejects.toMatchObject({ code: 'file.unwritable' });
		await expect(openTrialLog(folder)).rejects.toMatchObject({ code: 'file.unwritable' });
	});

	it('knows trials by all that they depend on', () => {
		const of = { dataSha256: 'a', options: { seed: 1 } };
		expect(trialId({ ...of })).toBe(trialId(of));
		expect(trialId({ ...of, options: { seed: 2 } })).not.toBe(trialId(of));
		expect(trialId({ ...of, dataSha256: 'b' })).not.toBe(trialId(of));
	});
});
