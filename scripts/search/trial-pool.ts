import { Worker } from 'node:worker_threads';
import type { SearchData } from '../../src/lib/training/search/search-data';
import { trialReply } from './trial-task';
import type { TrialReply, TrialTask } from './trial-task';

/** Runs trials; replies come in any order. */
export interface TrialRunner {
	/** Never rejects: a trial that breaks its thread has failed, and the next one gets a new thread. */
	run(task: TrialTask): Promise<TrialReply>;
	/** Ends all threads at once; trials that wait or run are answered as failed. */
	close(): Promise<void>;
}

interface Waiting {
	readonly task: TrialTask;
	readonly answer: (reply: TrialReply) => void;
}

interface Thread {
	readonly worker: Worker;
	/** Of the trial that it runs; null while it waits. */
	answer: ((reply: TrialReply) => void) | null;
}

const ownScript = new URL('./trial-worker.mjs', import.meta.url);

/** As many threads over data in shared memory, each with one trial at a time. They start with the first trials. */
export function trialPool(data: SearchData, threads: number, script = ownScript): TrialRunner {
	const queue: Waiting[] = [];
	const idle: Thread[] = [];
	const all = new Set<Worker>();
	let isClosed = false;

	function next(): void {
		while (queue.length > 0 && (idle.length > 0 || all.size < threads)) {
			const waiting = queue.shift();
			if (!waiting) return;
			const thread = idle.pop() ?? started();
			thread.answer = waiting.answer;
			thread.worker.postMessage(waiting.task);
		}
	}

	function started(): Thread {
		// Without the parent's own loaders: the script asks for what it needs.
		const worker = new Worker(script, { workerData: data, execArgv: [] });
		const thread: Thread = { worker, answer: null };
		const settle = (reply: TrialReply): void => {
			const { answer } = thread;
			thread.answer = null;
			answer?.(reply);
		};
		const lost = (why: string): void => {
			all.delete(worker);
			const at = idle.indexOf(thread);
			if (at >= 0) idle.splice(at, 1);
			settle(broken(why));
			if (!isClosed) next();
		};
		worker.on('message', (message: unknown) => {
			const reply = trialReply.safeParse(message);
			idle.push(thread);
			settle(reply.success ? reply.data : broken('its thread answered with something else'));
			next();
		});
		// An exit follows every error.
		worker.on('error', (thrown) => lost(thrown.message));
		worker.on('exit', (code) => lost(isClosed ? 'it was cancelled' : `its thread ended with code ${code}`));
		all.add(worker);
		return thread;
	}

	return {
		run: (task) =>
			new Promise((answer) => {
				if (isClosed) answer(broken('it was cancelled'));
				else queue.push({ task, answer });
				next();
			}),
		async close() {
			isClosed = true;
			for (const { answer } of queue.splice(0)) answer(broken('it was cancelled'));
			await Promise.all([...all].map((worker) => worker.terminate()));
		}
	};
}

function broken(why: string): TrialReply {
	return { startedAt: Date.now(), failure: { code: 'engine.worker-crashed', message: `The trial could not be run: ${why}.` } };
}
