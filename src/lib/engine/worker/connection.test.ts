import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WorkerConnection } from './connection';
import { finishedRun, ManualWorker, progressAt, runOptions, source } from './test-support';

const args = { source, options: runOptions };

function connect(silenceMs = 60_000) {
	const worker = new ManualWorker();
	const crashes: string[] = [];
	const connection = new WorkerConnection(worker, silenceMs, (error) => crashes.push(error.message));
	return { worker, connection, crashes };
}

describe('one worker', () => {
	it('ends with every request settled when it fails, cannot be read or falls silent', async () => {
		for (const [end, why] of [
			[(worker: ManualWorker) => worker.fail('out of memory'), 'out of memory'],
			[(worker: ManualWorker) => worker.fail(''), 'its script could not be loaded or failed'],
			[(worker: ManualWorker) => worker.failToRead(), 'a message from it could not be read']
		] as const) {
			const { worker, connection, crashes } = connect();
			const calls = [connection.request('scoreFile', args), connection.request('analyse', { runId: 'run-1' })];
			end(worker);
			end(worker);
			for (const call of calls) {
				await expect(call).rejects.toMatchObject({
					code: 'engine.worker-crashed',
					message: `The scoring worker stopped: ${why}. Try again.`
				});
			}
			expect(crashes).toHaveLength(1);
			expect(worker.terminated).toBe(true);
			await expect(connection.request('sample', { rows: 1, seed: 1 })).rejects.toMatchObject({
				code: 'engine.worker-crashed'
			});
		}
	});

	it('is ended when it does not answer pings, and left alone while it does', async () => {
		const silent = connect(40);
		await expect(silent.connection.request('scoreFile', args)).rejects.toMatchObject({ code: 'engine.worker-crashed' });
		expect(silent.worker.terminated).toBe(true);

		const busy = connect(40);
		const call = busy.connection.request('scoreFile', args);
		let pings = 0;
		await new Promise<void>((resolve) => {
			const answering = setInterval(() => {
				if (busy.worker.pings > pings) busy.worker.say({ kind: 'pong' });
				pings = busy.worker.pings;
				if (pings >= 12) resolve(clearInterval(answering));
			}, 2);
		});
		expect(busy.connection.alive).toBe(true);
		busy.worker.say({ kind: 'result', id: 1, method: 'scoreFile', result: finishedRun() });
		expect((await call).id).toBe('run-1');
	});

	it('rejects a request that cannot be cloned', async () => {
		const { worker, connection } = connect();
		worker.postMessage = () => {
			throw new DOMException('() => {} could not be cloned.', 'DataCloneError');
		};
		await expect(connection.request('scoreFile', args)).rejects.toMatchObject({ code: 'engine.internal' });
	});

	it('tells the worker to stop when a call is aborted, and the caller at once', async () => {
		const { worker, connection } = connect();
		const abort = new AbortController();
		const call = connection.request('scoreFile', args, { signal: abort.signal });
		abort.abort();
		expect(worker.sent.at(-1)).toEqual({ kind: 'cancel', id: 1 });
		await expect(call).rejects.toMatchObject({ code: 'engine.cancelled' });
		const never = connection.request('scoreFile', args, { signal: abort.signal });
		await expect(never).rejects.toMatchObject({ code: 'engine.cancelled' });
		expect(worker.sent).toHaveLength(2);
	});
});

type Step = { readonly do: 'call' | 'result' | 'failure' | 'progress' | 'abort' | 'crash' | 'end'; readonly id: number };
const steps = fc.array(
	fc.record({
		do: fc.constantFrom('call', 'call', 'call', 'result', 'result', 'failure', 'progress', 'abort', 'crash', 'end'),
		id: fc.integer({ min: 1, max: 6 })
	}) satisfies fc.Arbitrary<Step>,
	{ maxLength: 30 }
);

describe('any order of calls, answers, aborts and crashes', () => {
	it('settles every request exactly once, and nothing is heard of it afterwards', async () => {
		await fc.assert(
			fc.asyncProperty(steps, async (order) => {
				const { worker, connection, crashes } = connect();
				const calls: { abort: AbortController; settled: number; late: number }[] = [];
				for (const { do: what, id } of order) {
					if (what === 'call') {
						const call = { abort: new AbortController(), settled: 0, late: 0 };
						calls.push(call);
						const settle = () => void call.settled++;
						connection
							.request('scoreFile', args, {
								signal: call.abort.signal,
								onProgress: () => void (call.late += call.settled)
							})
							.then(settle, settle);
					} else if (what === 'result') {
						worker.say({ kind: 'result', id, method: 'scoreFile', result: finishedRun() });
					} else if (what === 'failure') {
						const failure = { code: 'file.changed', message: 'The file changed.', detail: {} } as const;
						worker.say({ kind: 'failure', id, method: 'scoreFile', failure });
					} else if (what === 'progress') {
						worker.say({ kind: 'progress', id, method: 'scoreFile', progress: progressAt(1) });
					} else if (what === 'abort') calls[id - 1]?.abort.abort();
					else if (what === 'crash') worker.fail('crash');
					else worker.say({ kind: 'pong' });
					if (id % 2) await Promise.resolve();
				}
				worker.fail('the end');
				await new Promise((resolve) => setTimeout(resolve));
				expect(calls.map(({ settled }) => settled)).toEqual(calls.map(() => 1));
				expect(calls.every(({ late }) => late === 0)).toBe(true);
				expect(crashes).toHaveLength(1);
			}),
			{ numRuns: 200 }
		);
	});
});
