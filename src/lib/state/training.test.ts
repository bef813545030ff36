import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../core/pack/evaluation';
import { TrainingState, type TrainingWorker } from './training.svelte';
import type { FromTraining, ToTraining } from './training-protocol';

class FakeWorker implements TrainingWorker {
	onmessage: TrainingWorker['onmessage'] = null;
	onerror: TrainingWorker['onerror'] = null;
	onmessageerror: TrainingWorker['onmessageerror'] = null;
	asked: ToTraining[] = [];
	ended = false;
	postMessage(message: ToTraining): void {
		this.asked.push(message);
	}
	terminate(): void {
		this.ended = true;
	}
	say(data: FromTraining | { readonly kind: 'nonsense' }): void {
		this.onmessage?.(new MessageEvent('message', { data }));
	}
}

const evaluation: Evaluation = { prior: 0.01, threshold: 0.5, bootstrap: { draws: 10, seed: 1, level: 0.95 }, sets: [] };
const counts = { given: 10, duplicates: 1, leftOut: 0, backwards: 0 };

function begin() {
	const workers: FakeWorker[] = [];
	const installed: string[][] = [];
	let time = 1000;
	const training = new TrainingState(
		() => {
			workers.push(new FakeWorker());
			return workers[workers.length - 1];
		},
		(files) => {
			installed.push(files.map(({ name }) => name));
			return Promise.resolve();
		},
		() => time
	);
	const request = { recipe: training.recipes[0].name, title: 'Mine', seed: 3, files: [new File(['a'], 'a.csv')] };
	training.start(request);
	return { training, workers, installed, request, at: (ms: number) => (time = ms) };
}

describe('TrainingState', () => {
	it('asks a worker once, follows it, ends it, and installs what it made when told to', async () => {
		const { training, workers, installed, request, at } = begin();
		training.start(request);
		expect(workers).toHaveLength(1);
		expect(workers[0].asked).toEqual([{ kind: 'train', request }]);
		expect(training.unkept).toMatch(/being trained/);
		workers[0].say({ kind: 'reading', file: 'a.csv' });
		expect(training.stage).toMatchObject({ kind: 'working', reading: 'a.csv', counts: null });
		workers[0].say({ kind: 'rows', counts });
		workers[0].say({ kind: 'round', progress: { member: 'mlp', part: 'start 1 of 1', round: 7, validation: 0.1, best: true } });
		expect(training.stage).toMatchObject({ reading: null, counts, rounds: { mlp: { round: 7 } } });
		at(3500);
		workers[0].say({
			kind: 'trained',
			trained: { name: 'mine', title: 'Mine', sha256: 'ab', files: { 'manifest.json': new Uint8Array(2) }, evaluation }
		});
		expect(training.stage).toMatchObject({ kind: 'done', elapsedMs: 2500, installed: false });
		expect(workers[0].ended).toBe(true);
		expect(training.unkept).toMatch(/not installed/);
		await training.install();
		await training.install();
		expect(installed).toEqual([['manifest.json']]);
		expect(training.unkept).toBeNull();
	});

	it('ends the worker when it is cancelled, and hears nothing of it any more', () => {
		const { training, workers } = begin();
		training.cancel();
		expect(workers[0].ended).toBe(true);
		workers[0].say({ kind: 'rows', counts });
		expect(training.stage).toEqual({ kind: 'idle' });
	});

	it('shows a failure with its code, and a worker that broke as one', () => {
		const first = begin();
		first.workers[0].say({ kind: 'failure', failure: { code: 'data.one-class', message: 'Only one.', detail: {} } });
		expect(first.training.stage).toMatchObject({ kind: 'failed', failure: { code: 'data.one-class' } });
		expect(first.workers[0].ended).toBe(true);
		first.training.start(first.request);
		expect(first.workers).toHaveLength(2);
		first.workers[1].say({ kind: 'nonsense' });
		expect(first.training.stage).toMatchObject({ kind: 'failed', failure: { code: 'engine.worker-crashed' } });
	});
});
