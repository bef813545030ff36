import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fakeMlflow } from '../../tests/support/fake-mlflow';
import type { FakeMlflow } from '../../tests/support/fake-mlflow';
import { seededRandom } from '../../src/lib/core/random/random';
import { stdinSource } from '../cli/node-source';
import type { CommandIo } from '../cli/command';
import { loadPackFrom } from '../cli/pack-folder';
import { projectFolder } from '../cli/project';
import { train } from '../commands/train';
import { requireSearchable, searchedConfig } from './search-plan';
import { trainJob } from './train-job';

const report = z.object({
	log: z.string(),
	config: z.string(),
	trials: z.object({ run: z.number(), reused: z.number(), failed: z.number() }),
	best: z.object({ id: z.string(), parameters: z.record(z.string(), z.unknown()), metrics: z.record(z.string(), z.number()) })
});

let data = '';
let folder = '';
beforeAll(async () => {
	data = await mkdtemp(join(tmpdir(), 'shrike-search-data-'));
	await writeFile(join(data, 'cards.csv'), cards(600));
});
afterAll(() => rm(data, { recursive: true }));
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'shrike-search-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Rows of the ULB form: a fraud has V4 and V14 of one sign, so that trees need two splits in a row to see it. */
function cards(rows: number): string {
	const random = seededRandom(4);
	const header = ['Time', ...Array.from({ length: 28 }, (_, i) => `V${i + 1}`), 'Amount', 'Class'];
	const lines = Array.from({ length: rows }, (_, row) => {
		const values = Array.from({ length: 28 }, () => random.normal());
		const fraud = values[3] * values[13] > 0.6 ? 1 : 0;
		return [20_000 + 100 * row, ...values.map((value) => value.toFixed(4)), Math.exp(random.normal()).toFixed(2), fraud].join();
	});
	return `${[header.join(), ...lines].join('\n')}\n`;
}

function fakeIo(signal = new AbortController().signal): CommandIo & { text: string; readonly notes: string[] } {
	const io = {
		text: '',
		notes: [] as string[],
		out: (given: string | Uint8Array) => {
			io.text += typeof given === 'string' ? given : new TextDecoder().decode(given);
			return Promise.resolve();
		},
		note: (line: string) => void io.notes.push(line),
		stdin: stdinSource,
		signal
	};
	return io;
}

const space = '{ gbdt.boosting.maxLeaves: [2, 16], gbdt.boosting.learningRate: [0.3] }';

async function config(search: string, more = ''): Promise<string> {
	const path = join(folder, 'shrike.yaml');
	const text = `pack: ulb-creditcard
seed: 3
out: pack
runs: runs
data: { ulb-creditcard: [${join(data, 'cards.csv')}] }
members:
  gbdt: { boosting: { rounds: 20, minHessian: 0.000001 } }
  # a comment that stays
  mlp: { hidden: [2], maxEpochs: 1 }
  anomaly: { trees: 3 }
combiner: { folds: 2 }
${more}
search: { name: tiny, member: gbdt, workers: 2, inner: { folds: 2 }, ${search} }
`;
	await writeFile(path, text);
	return path;
}

async function run(path: string, method: string, ...more: string[]): Promise<{ notes: string[]; text: string; found: z.infer<typeof report> }> {
	const io = fakeIo();
	expect(await train.run(['--config', path, '--search', method, ...more], io)).toBe(0);
	return { ...io, found: report.parse(JSON.parse(io.text.slice(0, io.text.indexOf('\n}\n') + 2))) };
}

const logged = async () => (await readFile(join(folder, 'runs', 'tiny', 'trials.jsonl'), 'utf8')).trimEnd().split('\n');

describe('train --search', () => {
	it('finds what was planted, logs every trial, and goes on where it was', async () => {
		const path = await config(`space: ${space}`);
		const { found } = await run(path, 'grid');
		expect(found.trials).toEqual({ run: 2, reused: 0, failed: 0 });
		expect(found.best.parameters).toEqual({ 'gbdt.boosting.learningRate': 0.3, 'gbdt.boosting.maxLeaves': 16 });
		const lines = await logged();
		expect(lines.map((line) => Object.keys(JSON.parse(line) as object))).toEqual(
			Array(2).fill(['id', 'status', 'parameters', 'resource', 'seed', 'dataSha256', 'metrics', 'seconds', 'started', 'finished'])
		);
		const best = await readFile(found.config, 'utf8');
		expect(best).toContain('# a comment that stays');
		expect(best).toContain('maxLeaves: 16');

		// A torn line is no trial; its trial is run again, the other is not.
		await writeFile(found.log, `${lines[0]}\n${lines[1].slice(0, 40)}`);
		const again = await run(path, 'grid');
		expect(again.found.trials).toEqual({ run: 1, reused: 1, failed: 0 });
		expect(again.found.best.id).toBe(found.best.id);
		expect(again.found.best.metrics).toEqual(found.best.metrics);
		expect(await logged()).toHaveLength(3);
		// Other data are other trials.
		const other = await run(await config(`space: ${space}`, 'split: { random: { train: 0.5, validation: 0.2 } }'), 'grid', '--train-best');
		expect(other.found.trials).toEqual({ run: 2, reused: 0, failed: 0 });
		const { provenance } = await loadPackFrom(join(folder, 'pack')).then(({ manifest }) => manifest);
		expect(provenance.command).toBe('shrike train --config best.yaml --pack ulb-creditcard --data cards.csv --seed 3');
		expect(other.text.trimEnd().split('\n}\n')).toHaveLength(2);
		// The file that was written trains the same pack, from where it lies.
		const bytes = await readFile(join(folder, 'pack', 'manifest.json'));
		expect(await train.run(['--config', other.found.config], fakeIo())).toBe(0);
		expect(await readFile(join(folder, 'pack', 'manifest.json'))).toEqual(bytes);
	}, 60_000);

	it('halves: more rounds of boosting for fewer candidates, one trial of MLflow each', async () => {
		const fake = await fakeMlflow();
		try {
			const path = await config('halving: { resource: gbdt.boosting.rounds, factor: 2 }, trials: 4, space: { gbdt.boosting.maxLeaves: [2, 4, 8, 16] }');
			const { found, notes } = await run(path, 'halving', '--mlflow', fake.address, '--experiment', 'halves');
			const trials = (await logged()).map((line) => z.object({ resource: z.object({ amount: z.number() }) }).parse(JSON.parse(line)).resource.amount);
			expect(trials.sort((a, b) => a - b)).toEqual([5, 5, 5, 5, 10, 10, 20]);
			expect(found.best.parameters['gbdt.boosting.rounds']).toBe(20);
			expect(notes.filter((note) => note.startsWith('round'))).toHaveLength(3);
			expect(fake.calls.filter((call) => call === 'runs/create')).toHaveLength(7);
			expect([...fake.experiments.keys()]).toEqual(['halves']);
			expect(fake.updates.every(({ status }) => status === 'FINISHED')).toBe(true);
		} finally {
			await fake.close();
		}
	}, 60_000);

	it('logs a trial that fails and goes on; stops when it is told to', async () => {
		// A batch of nothing but one class cannot be boosted: no row of a fraud is in so small a share.
		const failing = await config('halving: { resource: rows, factor: 2, min: 1, max: 300 }, trials: 2, space: { gbdt.boosting.maxLeaves: [2, 16] }');
		await expect(run(failing, 'halving')).rejects.toMatchObject({ message: expect.stringContaining('data.one-class') as string });
		expect((await logged()).map((line) => (JSON.parse(line) as { status: string }).status)).toEqual(['failed', 'failed']);

		const interrupted = new AbortController();
		const io = fakeIo(interrupted.signal);
		const path = await config('space: { gbdt.boosting.maxLeaves: [2, 3, 4, 5, 6, 7, 8, 9], gbdt.boosting.rounds: [1, 4000] }');
		const stopping = { ...io, note: (line: string) => void (line.startsWith('trial 1 ') && interrupted.abort()) };
		await expect(train.run(['--config', path, '--search', 'grid'], stopping)).rejects.toMatchObject({ code: 'engine.cancelled' });
		const kept = await logged();
		expect(kept.length).toBeLessThan(8);
		expect(kept.slice(2).every((line) => (JSON.parse(line) as { status: string }).status === 'finished')).toBe(true);
	}, 60_000);

	it.each([
		['method: best, space: { gbdt.boosting.l2: [1] }', 'search.method: '],
		['spaces: {}, space: { gbdt.boosting.l2: [1] }', 'search.spaces: nothing is called so here'],
		['space: { gbdt.boosting.learningRate: { logUniform: [0, 1] } }', 'search.space.gbdt.boosting.learningRate.logUniform: a logarithmic range begins above 0'],
		['space: { gbdt.boosting.learningRate: { log: [0, 1] } }', 'search.space.gbdt.boosting.learningRate: give a list'],
		['space: { gbdt.boosting.learningRate: { uniform: [0.1, 2] } }', 'search.space.gbdt.boosting.learningRate: '],
		['space: { gbdt.learningRate: [0.1] }', 'search.space.gbdt.learningRate: there is no such parameter'],
		['space: { tree.l2: [0.1] }', 'search.space.tree.l2: the pack ulb-creditcard has no “tree”'],
		['objective: accuracy, space: { gbdt.boosting.l2: [1] }', 'search.objective: give one of rocAuc'],
		['space: [', 'line ']
	])('names the file and the place of %s', async (search, message) => {
		const path = await config(search);
		await expect(train.run(['--config', path, '--search', 'random'], fakeIo())).rejects.toMatchObject({
			code: 'config.invalid',
			message: expect.stringContaining(`${path}: ${message}`) as string
		});
		expect(await readdir(folder)).toEqual(['shrike.yaml']);
	});

	it('is called wrongly without a configuration, and its options without it', async () => {
		for (const args of [['--pack', 'ulb-mlp', '--search', 'grid'], ['--pack', 'ulb-mlp', '--data', 'x', '--train-best'], ['--pack', 'ulb-mlp', '--data', 'x', '--alias', 'a']]) {
			await expect(train.run(args, fakeIo())).rejects.toMatchObject({ code: 'cli.usage' });
		}
	});
});

describe('config/shrike.yaml', () => {
	it('is understood, and searches what its pack has', async () => {
		const path = join(projectFolder, 'config', 'shrike.yaml');
		const { config: trained, from } = await trainJob({ config: path });
		expect(trained.name).toBe(from?.file.pack);
		const settings = from?.file.search;
		if (!settings) throw new Error('It has no search.');
		requireSearchable(searchedConfig(trained, settings, path), settings, 'random', path);
		requireSearchable(searchedConfig(trained, settings, path), settings, 'halving', path);
	});
});

describe('train --config', () => {
	let fake: FakeMlflow;
	beforeEach(async () => {
		fake = await fakeMlflow();
	});
	afterEach(() => fake.close());

	it('trains by the file, and sends the run to both trackers', async () => {
		const path = await config(`space: ${space}`, 'threshold: { value: 0.25 }\nsplit: { random: { train: 0.5, validation: 0.25 } }');
		const io = fakeIo();
		const [board, out] = [join(folder, 'board'), join(folder, 'pack')];
		expect(await train.run(['--config', path, '--mlflow', fake.address, '--register', 'cards', '--tensorboard', board], io)).toBe(0);
		expect(JSON.parse(io.text)).toMatchObject({ folder: out, threshold: 0.25, protocol: { name: 'configured', optimistic: true } });
		const params = Object.fromEntries(fake.logged.flatMap((batch) => batch.params.map(({ key, value }) => [key, value])));
		expect(params).toMatchObject({ 'gbdt.boosting.rounds': '20', 'mlp.hidden': '[2]', 'combiner.folds': '2', threshold: '{"value":0.25}', seed: '3' });
		const metrics = fake.logged.flatMap((batch) => batch.metrics);
		const curve = metrics.filter(({ key }) => key.startsWith('curves/mlp/start 1 of 1'));
		expect(curve.map(({ step }) => step)).toEqual([1]);
		expect(metrics.map(({ key }) => key)).toContain('test/averagePrecision');
		const packed = (await readdir(out)).map((name) => `1/run1/artifacts/pack/${name}`).sort();
		expect([...fake.files.keys()].sort()).toEqual(packed);
		expect(fake.models.get('cards')?.aliases).toEqual({ candidate: '1' });
		const [run] = await readdir(board);
		expect(await readdir(join(board, run))).toEqual([expect.stringMatching(/^events\.out\.tfevents\.\d+\.ulb-creditcard-/)]);
	}, 60_000);

	it('keeps the pack where the tracker fails, and sends nothing unasked', async () => {
		const path = await config(`space: ${space}`);
		fake.instead.set('runs/create', { status: 500, body: 'no' });
		const io = fakeIo();
		await expect(train.run(['--config', path, '--mlflow', fake.address], io)).rejects.toMatchObject({ code: 'tracking.refused' });
		expect(await readdir(join(folder, 'pack'))).toContain('manifest.json');
		expect(io.text).toContain('"sha256"');
		await expect(train.run(['--config', path, '--mlflow', 'ftp://x'], fakeIo())).rejects.toMatchObject({ code: 'url.invalid' });
	}, 60_000);
});
