import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeMlflow } from '../../tests/support/fake-mlflow';
import type { FakeMlflow } from '../../tests/support/fake-mlflow';
import type { LoggedTrial } from '../search/trial-log';
import { isTracked, trackingOf } from './options';
import { TrialPublisher } from './trial-publisher';

let fake: FakeMlflow;
let folder = '';
beforeEach(async () => {
	fake = await fakeMlflow();
	folder = await mkdtemp(join(tmpdir(), 'shrike-tracking-'));
});
afterEach(async () => {
	await fake.close();
	await rm(folder, { recursive: true });
});

const trial: LoggedTrial = {
	id: 'abc',
	status: 'finished',
	parameters: { 'mlp.hidden': [4, 2], 'gbdt.boosting.stopBy': 'logLoss' },
	resource: { name: 'rows', amount: 100 },
	seed: 1,
	dataSha256: 'd'.repeat(64),
	metrics: { averagePrecision: 0.5 },
	seconds: 2,
	started: '2026-01-01T00:00:00.000Z',
	finished: '2026-01-01T00:00:02.000Z'
};
const signal = new AbortController().signal;

describe('trials on their way to trackers', () => {
	it('are a run each, with what was tried and what came out', async () => {
		const tracking = trackingOf({ mlflow: fake.address, tensorboard: folder }, 'cards');
		const publisher = new TrialPublisher('find', tracking, signal);
		const curves = [{ name: 'curves/mlp/start 1 of 1', value: 0.3, step: 1, timestamp: 5 }];
		publisher.onTrial?.(trial, curves);
		publisher.onTrial?.({ ...trial, id: 'def', status: 'failed', metrics: {}, error: { code: 'data.one-class', message: 'no frauds' } }, []);
		await publisher.done();
		expect([...fake.experiments.keys()]).toEqual(['cards']);
		const params = fake.logged[0].params.map(({ key, value }) => [key, value]);
		expect(params).toEqual(expect.arrayContaining([['mlp.hidden', '[4,2]'], ['gbdt.boosting.stopBy', 'logLoss'], ['resource', 'rows 100']]));
		expect(fake.logged[0].metrics.map(({ key, step }) => [key, step])).toEqual([['curves/mlp/start 1 of 1', 1], ['averagePrecision', 0], ['seconds', 0]]);
		const tags = fake.logged.flatMap((batch) => batch.tags.map(({ key, value }) => `${key}=${value}`));
		expect(tags).toEqual(expect.arrayContaining(['status=failed', 'error=data.one-class: no frauds']));
		expect(await readdir(join(folder, 'find'))).toEqual(['abc', 'def']);
	});

	it('end with the first failure, which is told at the end', async () => {
		fake.instead.set('runs/create', { status: 500, body: 'full' });
		const publisher = new TrialPublisher('find', trackingOf({ mlflow: fake.address }, 'cards'), signal);
		for (const id of ['a', 'b', 'c']) publisher.onTrial?.({ ...trial, id }, []);
		await expect(publisher.done()).rejects.toMatchObject({ code: 'tracking.refused', detail: { call: 'runs/create' } });
		expect(fake.calls.filter((call) => call === 'runs/create')).toHaveLength(1);
	});

	it('go nowhere unasked', async () => {
		const nowhere = trackingOf({}, 'cards');
		expect(isTracked(nowhere)).toBe(false);
		const publisher = new TrialPublisher('find', nowhere, signal);
		expect(publisher.onTrial).toBeNull();
		await publisher.done();
	});

	it('need options that belong together', () => {
		for (const given of [{ experiment: 'x' }, { register: 'x' }, { alias: 'x', mlflow: fake.address }]) {
			expect(() => trackingOf(given, 'cards')).toThrow(expect.objectContaining({ code: 'cli.usage' }));
		}
		expect(() => trackingOf({ mlflow: 'nonsense' }, 'cards')).toThrow(expect.objectContaining({ code: 'url.invalid' }));
		expect(trackingOf({ mlflow: fake.address, register: 'm' }, 'cards')).toMatchObject({ experiment: 'cards', mlflow: { model: { name: 'm', alias: 'candidate' } } });
	});
});
