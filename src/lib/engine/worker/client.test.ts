import { describe, expect, it } from 'vitest';
import { ShrikeError } from '../../core/errors';
import type { LoadOptions, RunOptions, RunProgress, ScoringEngine } from '../types';
import { WorkerEngine } from './client';
import { finishedRun, HostedWorker, packSource, progressAt, runOptions, source, statusOn, stubEngine } from './test-support';

/** A client whose n-th worker hosts the engine that `make` gives for n. */
function hosted(make: (n: number, crash: (why?: string) => void) => Partial<ScoringEngine>) {
	const workers: HostedWorker[] = [];
	const client = new WorkerEngine({
		createWorker: () => {
			const n = workers.length;
			const worker: HostedWorker = new HostedWorker(stubEngine(make(n, (why = 'out of memory') => worker.fail(why))));
			workers.push(worker);
			return worker;
		}
	});
	return { client, workers };
}

const forever = () => new Promise<never>(() => undefined);

/** Gives the messages that were posted time to arrive before what follows. */
const arrive = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('a worker engine', () => {
	it('starts no worker before it is used', async () => {
		const { client, workers } = hosted(() => ({}));
		await client.close();
		expect(workers).toHaveLength(0);
		await expect(client.sample({ rows: 1, seed: 1 })).rejects.toMatchObject({ code: 'engine.cancelled' });
	});

	it('is the engine as if it were here: results, progress, blobs, and errors with their code and detail', async () => {
		const { client } = hosted(() => ({
			load: (_, options) => Promise.resolve(statusOn(options?.pin ?? 'cpu')),
			scoreFile: async (_, { onProgress, policy }) => {
				onProgress?.(progressAt(10));
				return { ...finishedRun(), policy };
			},
			exportScored: async (from, runId) => new Blob([await from.blob.text(), runId]),
			analyse: () => Promise.reject(new ShrikeError('storage.not-found', 'This run is gone.', { id: 'x' }))
		}));
		expect((await client.load(packSource, { pin: 'wasm' })).backend).toBe('wasm');
		const heard: number[] = [];
		const policy = { kind: 'threshold', review: 0.25 } as const;
		const run = await client.scoreFile(source, { ...runOptions, policy, onProgress: ({ rows }) => heard.push(rows) });
		expect(run.policy).toEqual(policy);
		expect(heard).toEqual([10]);
		const blob = await client.exportScored(source, 'run-1', { gzip: false, policy });
		expect(await blob.text()).toBe('Time,V1\nrun-1');
		await expect(client.analyse('x')).rejects.toMatchObject({
			code: 'storage.not-found',
			message: 'This run is gone.',
			detail: { id: 'x' }
		});
		await client.close();
	});

	it('hands over the buffers of an analysis instead of copying them', async () => {
		const scores = new Float64Array([0.9, 0.1]);
		const table = {
			margins: new Float32Array([2, -2]),
			cumulativeAmount: new Float64Array([1, 2]),
			frauds: new Uint32Array([0]),
			mostLabelled: true,
			otherwise: new Uint32Array(0)
		};
		const { client } = hosted(() => ({
			analyse: async () => ({ run: finishedRun(), table, scores, histogram: [], top: [], rejects: [] })
		}));
		expect([...(await client.analyse('run-1')).scores]).toEqual([0.9, 0.1]);
		expect(scores.byteLength).toBe(0);
		await client.close();
	});

	it('stops the work of an aborted call, whose caller hears of it at once', async () => {
		const stopped: boolean[] = [];
		const { client } = hosted(() => ({
			scoreFile: (_, { signal }) =>
				new Promise((_resolve, reject) => {
					signal?.addEventListener('abort', () => {
						stopped.push(true);
						reject(new ShrikeError('engine.cancelled', 'Cancelled.'));
					});
				})
		}));
		const abort = new AbortController();
		const call = client.scoreFile(source, { ...runOptions, signal: abort.signal });
		await arrive();
		abort.abort();
		expect(stopped).toEqual([]);
		await expect(call).rejects.toMatchObject({ code: 'engine.cancelled' });
		await arrive();
		expect(stopped).toEqual([true]);
		await client.close();
	});

	it('rejects what is open when it is closed, and ends the worker', async () => {
		const { client, workers } = hosted(() => ({ sample: forever }));
		const call = client.sample({ rows: 1, seed: 1 });
		const rejected = expect(call).rejects.toMatchObject({ code: 'engine.cancelled' });
		await arrive();
		await client.close();
		await rejected;
		expect(workers[0].terminated).toBe(true);
	});
});

describe('when the worker crashes', () => {
	it('a batch goes on where the log has it, in a new worker with the same pack, and says so once', async () => {
		const seen: { resume: string | null }[] = [];
		const loads: (LoadOptions | undefined)[] = [];
		const { client, workers } = hosted((n, crash) => ({
			load: async (_, options) => (loads.push(options), statusOn('wasm')),
			scoreFile: async (_, { resume, onProgress }: RunOptions) => {
				seen.push({ resume });
				onProgress?.(progressAt(n === 0 ? 8192 : 8192 + 10));
				if (n > 0) {
					onProgress?.(progressAt(20_000));
					return finishedRun();
				}
				await arrive();
				crash();
				return forever();
			}
		}));
		await client.load(packSource, { pin: 'wasm' });
		const heard: RunProgress[] = [];
		const run = await client.scoreFile(source, { ...runOptions, onProgress: (progress) => heard.push(progress) });
		expect(run.status).toBe('done');
		expect(seen).toEqual([{ resume: null }, { resume: 'run-1' }]);
		expect(loads.map((options) => options?.pin)).toEqual(['wasm', 'wasm']);
		expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
		expect(heard.map(({ notice }) => notice)).toEqual([
			null,
			'The scoring worker stopped: out of memory. A new one goes on with the WebAssembly kernel after row 8,202.',
			null
		]);
		await client.close();
	});

	it('a batch begins anew when the run was not in the log yet', async () => {
		const resumes: (string | null)[] = [];
		const { client } = hosted((n, crash) => ({
			load: async () => statusOn('wasm'),
			scoreFile: async (_, { resume, onProgress }) => {
				resumes.push(resume);
				if (resume !== null) throw new ShrikeError('storage.not-found', 'No such run.');
				if (n > 0) return finishedRun('run-2');
				onProgress?.(progressAt(0));
				await arrive();
				crash();
				return forever();
			}
		}));
		await client.load(packSource);
		expect((await client.scoreFile(source, runOptions)).id).toBe('run-2');
		expect(resumes).toEqual([null, 'run-1', null]);
		await client.close();
	});

	it('the backend in use at two crashes is left out, even when it is pinned', async () => {
		const loads: (LoadOptions | undefined)[] = [];
		const { client } = hosted((n, crash) => ({
			load: async (_, options) => (loads.push(options), statusOn(options?.exclude?.includes('wasm') ? 'cpu' : 'wasm')),
			scoreFile: async (_, { onProgress }) => {
				if (n === 2) return finishedRun();
				onProgress?.(progressAt(100));
				await arrive();
				crash();
				return forever();
			}
		}));
		await client.load(packSource, { pin: 'wasm' });
		await client.scoreFile(source, runOptions);
		expect(loads.map((options) => [options?.pin, options?.exclude])).toEqual([
			['wasm', []],
			['wasm', []],
			[null, ['wasm']]
		]);
		await client.close();
	});

	it('again and again, the batch fails after three workers, and the next load begins afresh', async () => {
		let healed = false;
		const { client, workers } = hosted((_, crash) => ({
			load: async () => statusOn('cpu'),
			scoreFile: () => (crash(), forever()),
			sample: async () => (healed ? source : forever())
		}));
		await client.load(packSource);
		await expect(client.scoreFile(source, runOptions)).rejects.toMatchObject({ code: 'engine.worker-crashed' });
		expect(workers).toHaveLength(3);
		await expect(client.sample({ rows: 1, seed: 1 })).rejects.toThrow('3 times in a row. Reload the page');
		expect(workers).toHaveLength(3);
		healed = true;
		await client.load(packSource);
		expect((await client.sample({ rows: 1, seed: 1 })).name).toBe('a.csv');
		await client.close();
	});

	it('other calls reject, and the next one finds a worker with the pack', async () => {
		const { client, workers } = hosted((n, crash) => ({
			load: async () => statusOn('wasm'),
			sample: () => (n === 0 ? (crash('a bug'), forever()) : Promise.resolve(source))
		}));
		await client.load(packSource);
		await expect(client.sample({ rows: 1, seed: 1 })).rejects.toThrow('The scoring worker stopped: a bug. Try again.');
		expect((await client.sample({ rows: 1, seed: 1 })).name).toBe('a.csv');
		expect(workers[1].sent).toContainEqual(expect.objectContaining({ method: 'load' }));
		await client.close();
	});

	it('while probing, loading is tried again, the second time without the graphics driver', async () => {
		const { client, workers } = hosted((_, crash) => ({
			load: async (_pack, options) => {
				if (options?.exclude?.includes('webgpu')) return statusOn('wasm');
				crash('the GPU process ended');
				return forever();
			}
		}));
		expect((await client.load(packSource)).backend).toBe('wasm');
		expect(workers).toHaveLength(3);
		await client.close();
	});

	it('a batch that was aborted meanwhile does not come back', async () => {
		const abort = new AbortController();
		const { client, workers } = hosted((n, crash) => ({
			load: () => (n === 0 ? Promise.resolve(statusOn('wasm')) : forever()),
			scoreFile: () => (crash(), forever())
		}));
		await client.load(packSource);
		const call = client.scoreFile(source, { ...runOptions, signal: abort.signal });
		const rejected = expect(call).rejects.toMatchObject({ code: 'engine.cancelled' });
		while (workers.length < 2) await arrive();
		abort.abort();
		await rejected;
		await arrive();
		expect(workers).toHaveLength(2);
		await client.close();
	});
});
