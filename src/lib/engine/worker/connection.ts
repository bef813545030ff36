import { fromFailure, ShrikeError } from '../../core/errors';
import type {
	Args,
	FailureMessage,
	FromWorker,
	Method,
	Progress,
	ProgressMessage,
	Request,
	Result,
	ResultMessage,
	ToWorker
} from './protocol';
import { Heartbeat } from './heartbeat';

/** The page's end of the line: a worker, or what plays one in a test. */
export interface WorkerLike {
	postMessage<M extends Method>(message: ToWorker<M>): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<FromWorker>) => void): void;
	addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
	addEventListener(type: 'messageerror', listener: () => void): void;
	terminate(): void;
}

export interface CallOptions<M extends Method> {
	readonly signal?: AbortSignal;
	readonly onProgress?: (progress: Progress<M>) => void;
}

interface Pending<M extends Method> {
	resolve(result: Result<M>): void;
	reject(error: ShrikeError): void;
	readonly onProgress: ((progress: Progress<M>) => void) | undefined;
}

type PendingByMethod = { readonly [M in Method]: Map<number, Pending<M>> };

/**
 * One worker from its start to its end. Every request settles exactly once: by its answer, by its abort (at once; the
 * worker is told to stop), or with `engine.worker-crashed` when the worker ends, breaks or falls silent.
 */
export class WorkerConnection {
	private readonly pending: PendingByMethod = {
		load: new Map(),
		status: new Map(),
		scoreOne: new Map(),
		preview: new Map(),
		scoreFile: new Map(),
		analyse: new Map(),
		figures: new Map(),
		evaluate: new Map(),
		rowScores: new Map(),
		exportScored: new Map(),
		sample: new Map(),
		close: new Map()
	};
	private nextId = 1;
	private open = 0;
	private ended: ShrikeError | null = null;
	private readonly heartbeat: Heartbeat;

	/**
	 * @param silenceMs how long a worker with open requests may not answer
	 * @param onCrash called once, before the open requests reject
	 */
	constructor(
		private readonly worker: WorkerLike,
		silenceMs: number,
		private readonly onCrash: (error: ShrikeError) => void
	) {
		this.heartbeat = new Heartbeat(silenceMs, () => worker.postMessage({ kind: 'ping' }), (why) => this.crash(why));
		worker.addEventListener('message', ({ data }) => this.receive(data));
		worker.addEventListener('error', ({ message }) => this.crash(message || 'its script could not be loaded or failed'));
		worker.addEventListener('messageerror', () => this.crash('a message from it could not be read'));
	}

	get alive(): boolean {
		return this.ended === null;
	}

	/** Rejects with what the engine rejects with, `engine.cancelled`, or `engine.worker-crashed`. */
	request<M extends Method>(method: M, args: Args<M>, options: CallOptions<M> = {}): Promise<Result<M>> {
		const { signal, onProgress } = options;
		return new Promise<Result<M>>((resolve, reject) => {
			if (this.ended) return reject(this.ended);
			if (signal?.aborted) return reject(cancelled());
			const id = this.nextId++;
			const calls: Map<number, Pending<M>> = this.pending[method];
			const abort = () => {
				this.worker.postMessage({ kind: 'cancel', id });
				calls.get(id)?.reject(cancelled());
			};
			const settled = () => {
				calls.delete(id);
				signal?.removeEventListener('abort', abort);
				if (--this.open === 0) this.heartbeat.stop();
			};
			calls.set(id, {
				resolve: (result) => (settled(), resolve(result)),
				reject: (error) => (settled(), reject(error)),
				onProgress
			});
			this.open++;
			signal?.addEventListener('abort', abort);
			this.heartbeat.start();
			this.send({ kind: 'request', id, method, args }, calls.get(id));
		});
	}

	/** Ends the worker; open requests reject with the error given. */
	end(error: ShrikeError): void {
		if (this.ended) return;
		this.ended = error;
		this.heartbeat.stop();
		this.worker.terminate();
		for (const calls of Object.values(this.pending)) {
			for (const call of [...calls.values()]) call.reject(error);
		}
	}

	private send<M extends Method>(request: Request<M>, call: Pending<M> | undefined): void {
		try {
			this.worker.postMessage<M>(request);
		} catch (error) {
			// Something in it cannot be cloned.
			call?.reject(new ShrikeError('engine.internal', `The request cannot be sent to the worker: ${String(error)}.`));
		}
	}

	private receive(message: FromWorker): void {
		this.heartbeat.heard();
		switch (message.kind) {
			case 'pong':
				return;
			case 'progress':
				return this.progress(message);
			case 'result':
				return this.result(message);
			case 'failure':
				return this.failure(message);
		}
	}

	private progress<M extends Method>(message: ProgressMessage<M>): void {
		const calls: PendingByMethod[M] = this.pending[message.method];
		calls.get(message.id)?.onProgress?.(message.progress);
	}

	private result<M extends Method>(message: ResultMessage<M>): void {
		const calls: PendingByMethod[M] = this.pending[message.method];
		calls.get(message.id)?.resolve(message.result);
	}

	private failure({ id, method, failure }: FailureMessage): void {
		this.pending[method].get(id)?.reject(fromFailure(failure));
	}

	private crash(why: string): void {
		if (this.ended) return;
		const error = new ShrikeError('engine.worker-crashed', `The scoring worker stopped: ${why.replace(/[.]$/, '')}. Try again.`);
		this.onCrash(error);
		this.end(error);
	}
}

export function cancelled(): ShrikeError {
	return new ShrikeError('engine.cancelled', 'Cancelled.');
}
