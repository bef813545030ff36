import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeMlflow, type FakeMlflow } from '../../../../tests/support/fake-mlflow';
import { ShrikeError } from '../../core/errors';
import type { TrackedRun } from '../types';
import type { MlflowClient } from './client';
import { exportRun } from './export-run';

const run: TrackedRun = {
	name: 'trial 7',
	experiment: 'ulb é & more',
	startedAt: 1_700_000_000_000.4,
	finishedAt: 1_700_000_060_000,
	params: { 'rate@gbdt': '.05', long: 'x'.repeat(6001), pairs: '😀'.repeat(4000) },
	tags: { dataHash: 'abc', long: 'y'.repeat(9000) },
	metrics: [
		{ name: 'averagePrecision', value: 0.84, step: 0, timestamp: 1_700_000_030_000.5 },
		{ name: 'loss', value: NaN, step: 1, timestamp: 1_700_000_030_001 }
	],
	artifacts: [
		{ path: 'pack/manifest.json', bytes: new TextEncoder().encode('{}') },
		{ path: 'ünï code/b +.bin', bytes: new Uint8Array(2_000_000).fill(7) }
	],
	model: { name: 'ulb-creditcard', alias: 'live' }
};

let fake: FakeMlflow;
let client: MlflowClient;
beforeEach(async () => {
	fake = await fakeMlflow();
	client = { address: fake.address, fetch };
});
afterEach(() => fake.close());

/** The failure of an export. */
async function failure(of: Partial<MlflowClient> = {}, what: TrackedRun = run): Promise<ShrikeError> {
	const thrown = await exportRun({ ...client, ...of }, what).then(
		() => null,
		(reason: unknown) => reason
	);
	if (thrown instanceof ShrikeError) return thrown;
	throw new Error(`No ShrikeError but ${String(thrown)}`);
}

describe('a whole export', () => {
	it('makes the experiment, the run, its files and the model’s version, and finishes last', async () => {
		expect(await exportRun(client, run)).toEqual({
			experimentId: '1',
			runId: 'run1',
			modelVersion: '1',
			page: `${fake.address}/#/experiments/1/runs/run1`
		});
		expect(fake.calls).toEqual([
			...['experiments/get-by-name', 'experiments/create', 'runs/create', 'runs/log-batch'],
			...['1/run1/artifacts/pack/manifest.json', '1/run1/artifacts/ünï code/b +.bin'],
			...['registered-models/create', 'model-versions/create', 'registered-models/alias', 'runs/update']
		]);
		expect([...fake.experiments.keys()]).toEqual([run.experiment]);
		expect(fake.files.get('1/run1/artifacts/ünï code/b +.bin')).toHaveLength(2_000_000);
		expect(fake.models.get('ulb-creditcard')).toEqual({
			versions: [{ source: 'mlflow-artifacts:/1/run1/artifacts', run_id: 'run1' }],
			aliases: { live: '1' }
		});
		expect(fake.updates).toEqual([{ run_id: 'run1', status: 'FINISHED', end_time: run.finishedAt }]);
	});

	it('makes names and values fit', async () => {
		await exportRun(client, run);
		const [{ params, tags, metrics }] = fake.logged;
		expect(params.map(({ key, value }) => [key, value.length])).toEqual([['rate_gbdt', 3], ['long', 6000], ['pairs', 5999]]);
		expect(params[2].value.isWellFormed() && params[2].value.endsWith('😀…')).toBe(true);
		expect(tags[1].value).toHaveLength(5000);
		expect(metrics.map(({ value }) => value)).toEqual([0.84, 'NaN']);
	});

	it('adds a version to what is there', async () => {
		await exportRun(client, run);
		expect((await exportRun(client, run)).modelVersion).toBe('2');
		expect(fake.experiments.size).toBe(1);
		expect(fake.models.get('ulb-creditcard')?.aliases).toEqual({ live: '2' });
	});

	it('splits what one request cannot take', async () => {
		const many = (n: number, length: number) =>
			Object.fromEntries(Array.from({ length: n }, (_, i) => [`p${i}`, 'é'.repeat(length)]));
		const metrics = Array.from({ length: 2500 }, (_, i) => ({ name: `m${'x'.repeat(240)}`, value: i / 7, step: i, timestamp: i }));
		await exportRun(client, { ...run, params: many(450, 6000), tags: many(101, 10), metrics });
		const all = fake.logged.flatMap((batch) => batch.metrics.map(({ step }) => step));
		expect(all).toEqual(metrics.map(({ step }) => step));
		expect(fake.logged.flatMap((batch) => batch.params)).toHaveLength(450);
		expect(fake.logged.flatMap((batch) => batch.tags)).toHaveLength(101);
	});

	it('sends no batch for a run of nothing, and no files where there are none', async () => {
		await exportRun(client, { ...run, params: {}, tags: {}, metrics: [], artifacts: [], model: undefined });
		expect(fake.calls).toEqual(['experiments/get-by-name', 'experiments/create', 'runs/create', 'runs/update']);
	});
});

describe('the address', () => {
	it('may have a path, a login and a slash; the login stays out of the page', async () => {
		const seen: string[] = [];
		const { page } = await exportRun(
			{
				address: fake.address.replace('//', '//an%40a:p%C3%A4ss@') + '/mlflow/',
				fetch: (url, init) => {
					seen.push(url);
					return fetch(url.replace('/mlflow/api', '/api'), init);
				}
			},
			run
		);
		expect(seen.every((url) => url.startsWith(`${fake.address}/mlflow/api/2.0/mlflow`))).toBe(true);
		expect(page).toBe(`${fake.address}/mlflow/#/experiments/1/runs/run1`);
		expect([...fake.authorizations]).toEqual([`Basic ${Buffer.from('an@a:päss').toString('base64')}`]);
	});

	it('may come with a token', async () => {
		await exportRun({ ...client, authorization: 'Bearer token' }, run);
		expect([...fake.authorizations]).toEqual(['Bearer token']);
	});

	it.each(['', 'localhost:5000', 'ftp://example.org', 'http://example.org/?a=1', 'http://example.org/#/experiments'])(
		'%j is refused before anything is sent',
		async (address) => {
			const never = () => Promise.reject(new Error('sent'));
			expect(await failure({ address, fetch: never })).toMatchObject({ code: 'url.invalid' });
		}
	);
});

describe('what goes wrong', () => {
	it('names the call and the server’s words, and marks the run as failed', async () => {
		fake.instead.set('model-versions/create', { status: 400, body: '{"error_code":"INVALID_STATE","message":"no room"}' });
		const thrown = await failure();
		expect(thrown).toMatchObject({
			code: 'tracking.refused',
			detail: { call: 'model-versions/create', status: 400, errorCode: 'INVALID_STATE' }
		});
		expect(thrown.message).toContain('no room');
		expect(fake.updates).toMatchObject([{ status: 'FAILED' }]);
	});

	it.each([
		['a page of HTML with an error status', { status: 502, body: `<h1>${'no '.repeat(500)}</h1>` }],
		['a page of HTML', { status: 200, body: '<h1>Welcome</h1>' }],
		['JSON of something else', { status: 200, body: '{"run":{}}' }],
		['nothing', { status: 200, body: '' }],
		['a list', { status: 200, body: '[1]' }]
	])('%s instead of a run', async (_, answer) => {
		fake.instead.set('runs/create', answer);
		const thrown = await failure();
		expect(thrown).toMatchObject({ code: 'tracking.refused', detail: { call: 'runs/create' } });
		expect(thrown.message.length).toBeLessThan(500);
	});

	it('a redirect is not followed', async () => {
		const other = await fakeMlflow();
		fake.instead.set('runs/create', { status: 307, body: '', headers: { location: `${other.address}/api/2.0/mlflow/runs/create` } });
		const thrown = await failure();
		expect(thrown).toMatchObject({ code: 'tracking.refused', detail: { call: 'runs/create', status: 307 } });
		expect(thrown.message).toContain(other.address);
		expect(other.calls).toEqual([]);
		await other.close();
	});

	it('an experiment that someone else makes meanwhile is used', async () => {
		let asked = 0;
		const meanwhile: MlflowClient['fetch'] = (url, init) => {
			if (url.includes('get-by-name') && asked++ === 0) {
				return fetch(url, init).finally(() => fake.experiments.set(run.experiment, { id: '9', deleted: false }));
			}
			return fetch(url, init);
		};
		fake.instead.set('experiments/create', { status: 400, body: '{"error_code":"RESOURCE_ALREADY_EXISTS"}' });
		expect((await exportRun({ ...client, fetch: meanwhile }, run)).experimentId).toBe('9');
	});

	it('a deleted experiment is named', async () => {
		fake.experiments.set(run.experiment, { id: '3', deleted: true });
		expect((await failure()).message).toContain(run.experiment);
		expect(fake.calls).toEqual(['experiments/get-by-name']);
	});

	it.each(['s3://bucket/', 'file:///srv/mlruns/', './mlruns/', 'mlflow-artifacts://elsewhere:5000/'])(
		'files that the server keeps at %s are not sent',
		async (root) => {
			fake.artifactRoot = root;
			expect(await failure()).toMatchObject({ code: 'tracking.refused', detail: { call: 'mlflow-artifacts' } });
			expect(fake.files.size).toBe(0);
			await exportRun(client, { ...run, artifacts: [] });
		}
	);

	it.each(['/a', 'a/../../b', '', 'a\\b', 'a//b', 'a%2e', 'a#b'])('the artifact path %j is refused before anything is sent', async (path) => {
		const artifacts = [{ path, bytes: new Uint8Array(1) }];
		await expect(exportRun(client, { ...run, artifacts })).rejects.toThrow(RangeError);
		expect(fake.calls).toEqual([]);
	});

	it('no server, and none in time', async () => {
		fake.instead.set('runs/create', 'hang');
		const late = await failure({ timeoutMs: 50 });
		expect(late).toMatchObject({ code: 'tracking.unreachable', detail: { call: 'runs/create' } });
		await fake.close();
		const gone = await failure({ address: fake.address.replace('//', '//user:secret@') });
		expect(gone).toMatchObject({ code: 'tracking.unreachable', detail: { call: 'experiments/get-by-name' } });
		expect(gone.message).not.toContain('secret');
	});

	it('a cancelled export stops, says so, and leaves the run failed', async () => {
		const controller = new AbortController();
		fake.instead.set('registered-models/create', 'hang');
		const cancelling: MlflowClient['fetch'] = (url, init) => {
			if (url.endsWith('registered-models/create')) setTimeout(() => controller.abort(), 10);
			return fetch(url, init);
		};
		const exporting = exportRun({ ...client, fetch: cancelling, signal: controller.signal }, run);
		await expect(exporting).rejects.toMatchObject({ name: 'AbortError' });
		expect(fake.calls).not.toContain('model-versions/create');
		expect(fake.updates).toMatchObject([{ status: 'FAILED' }]);
	});
});
