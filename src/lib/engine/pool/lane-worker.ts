import type { BackendName } from '../../core/backend';
import { fromFailure, ShrikeError, toFailure } from '../../core/errors';
import type { PackSource } from '../types';
import { cancelled } from '../worker/connection';
import { Heartbeat } from '../worker/heartbeat';
import { buffersOfAnswer } from './messages';
import type { Answer, Ask, FromSegmentWorker, ToSegmentWorker } from './messages';
import type { Lane, LaneHost, SegmentJob, SegmentOutcome } from './types';

/** The pool's end of the line: a worker, or what plays one in a test. */
export interface SegmentWorkerLike {
	postMessage(message: ToSegmentWorker, options?: { transfer?: Transferable[] }): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<FromSegmentWorker>) => void): void;
	addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
	addEventListener(type: 'messageerror', listener: () => void): void;
	terminate(): void;
}

interface Call {
	done(outcome: SegmentOutcome | null): void;
	reject(error: ShrikeError): void;
	readonly host: LaneHost | null;
}

/** One segment worker. Every call settles exactly once, with `engine.worker-crashed` where the worker breaks or falls silent. */
export class LaneWorker {
	private readonly calls = new Map<number, Call>();
	private nextId = 1;
	private readonly heartbeat: Heartbeat;
	private broken: ShrikeError | null = null;

	/** @param silenceMs how long it may not answer while it has calls open */
	constructor(
		private readonly worker: SegmentWorkerLike,
		silenceMs = 60_000
	) {
		this.heartbeat = new Heartbeat(silenceMs, () => worker.postMessage({ kind: 'ping' }), (why) => this.end(why));
		worker.addEventListener('message', ({ data }) => this.receive(data));
		worker.addEventListener('error', ({ message }) => this.end(message || 'its script could not be loaded or failed'));
		worker.addEventListener('messageerror', () => this.end('a message from it could not be read'));
	}

	get alive(): boolean {
		return this.broken === null;
	}

	async load(pack: PackSource, backend: BackendName): Promise<void> {
		await this.call((id) => ({ kind: 'load', id, pack, backend }));
	}

	async open(job: SegmentJob, lanes: number): Promise<Lane[]> {
		await this.call((id) => ({ kind: 'open', id, job, lanes }));
		return Array.from({ length: lanes }, (_, lane) => ({
			score: async (task, host, signal) => {
				const outcome = await this.call((id) => ({ kind: 'score', id, lane, task }), { host, signal, transfer: [...task.spare] });
				if (outcome) return outcome;
				throw new ShrikeError('engine.internal', 'A segment was answered without its rows.');
			}
		}));
	}

	/** Ends the worker; open calls reject. */
	end(why: string): void {
		if (this.broken) return;
		this.broken = new ShrikeError('engine.worker-crashed', `A segment worker stopped: ${why.replace(/[.]$/, '')}.`);
		this.heartbeat.stop();
		this.worker.terminate();
		for (const call of [...this.calls.values()]) call.reject(this.broken);
	}

	private call(
		message: (id: number) => ToSegmentWorker,
		{ host = null, signal, transfer = [] }: { host?: LaneHost | null; signal?: AbortSignal; transfer?: Transferable[] } = {}
	): Promise<SegmentOutcome | null> {
		return new Promise((resolve, reject) => {
			if (this.broken) return reject(this.broken);
			if (signal?.aborted) return reject(cancelled());
			const id = this.nextId++;
			const abort = () => {
				this.worker.postMessage({ kind: 'cancel', id });
				this.calls.get(id)?.reject(cancelled());
			};
			const settled = () => {
				this.calls.delete(id);
				signal?.removeEventListener('abort', abort);
				if (this.calls.size === 0) this.heartbeat.stop();
			};
			this.calls.set(id, {
				done: (outcome) => (settled(), resolve(outcome)),
				reject: (error) => (settled(), reject(error)),
				host
			});
			signal?.addEventListener('abort', abort);
			this.heartbeat.start();
			this.worker.postMessage(message(id), { transfer });
		});
	}

	private receive(message: FromSegmentWorker): void {
		this.heartbeat.heard();
		switch (message.kind) {
			case 'pong':
				return;
			case 'done':
				return this.calls.get(message.id)?.done(null);
			case 'outcome':
				return this.calls.get(message.id)?.done(message.outcome);
			case 'failure':
				return this.calls.get(message.id)?.reject(fromFailure(message.failure));
			case 'ask':
				return void this.answer(message.id, message.ask, message.question);
		}
	}

	private async answer(id: number, ask: number, question: Ask): Promise<void> {
		const host = this.calls.get(id)?.host;
		if (!host) return;
		try {
			const answer: Answer =
				question.kind === 'features'
					? { kind: 'features', reply: await host.features(question.request) }
					: { kind: 'margins', reply: await host.margins(question.request) };
			this.worker.postMessage({ kind: 'answer', ask, answer }, { transfer: buffersOfAnswer(answer) });
		} catch (error) {
			this.worker.postMessage({ kind: 'refusal', ask, failure: toFailure(error) });
		}
	}
}
