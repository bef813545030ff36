import { toFailure } from '../../core/errors';
import type { ScoringEngine } from '../types';
import { transfers } from './protocol';
import type { Args, FromWorker, Method, Progress, ProgressMessage, Request, Result, ResultMessage, ToWorker } from './protocol';

/** The worker's end of the line: its global scope, or a message port. */
export interface ServedPort {
	postMessage<M extends Method>(message: FromWorker<M>, options?: { transfer?: Transferable[] }): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
}

interface Call<M extends Method> {
	readonly signal: AbortSignal;
	readonly onProgress: (progress: Progress<M>) => void;
}

type Handlers = { readonly [M in Method]: (args: Args<M>, call: Call<M>) => Promise<Result<M>> };

/**
 * Answers requests on a port with an engine. Every request is answered once, by a result or a failure; a cancelled one
 * aborts the engine's work. Pings are answered between two pieces of work, which is how the other side knows a busy
 * engine from a hung one.
 */
export function serveEngine(port: ServedPort, engine: ScoringEngine): void {
	const open = new Map<number, AbortController>();
	const handlers: Handlers = {
		load: ({ pack, options }, { signal }) => engine.load(pack, { ...options, signal }),
		status: () => engine.status(),
		scoreOne: ({ input, policy }) => engine.scoreOne(input, policy),
		preview: ({ source, options }, { signal }) => engine.preview(source, { ...options, signal }),
		scoreFile: ({ source, options }, call) => engine.scoreFile(source, { ...options, ...call }),
		analyse: ({ runId }) => engine.analyse(runId),
		figures: ({ runId }) => engine.figures(runId),
		evaluate: ({ runId, request }) => engine.evaluate(runId, request),
		rowScores: ({ runId, mostRows }) => engine.rowScores(runId, mostRows),
		exportScored: ({ source, runId, options }, call) => engine.exportScored(source, runId, { ...options, ...call }),
		sample: (options) => engine.sample(options),
		close: () => engine.close()
	};

	async function answer<M extends Method>(request: Request<M>): Promise<void> {
		const { id } = request;
		const method: M = request.method;
		const controller = new AbortController();
		open.set(id, controller);
		try {
			const result = await handlers[method](request.args, {
				signal: controller.signal,
				onProgress: (progress) => {
					const message: ProgressMessage<M> = { kind: 'progress', id, method, progress };
					if (open.has(id)) post<M>(message);
				}
			});
			const message: ResultMessage<M> = { kind: 'result', id, method, result };
			post<M>(message, transfers[method]?.(result));
		} catch (error) {
			post({ kind: 'failure', id, method, failure: toFailure(error) });
		} finally {
			open.delete(id);
		}
	}

	function post<M extends Method>(message: FromWorker<M>, transfer: Transferable[] = []): void {
		port.postMessage(message, { transfer });
	}

	port.addEventListener('message', ({ data }) => {
		switch (data.kind) {
			case 'ping':
				return post({ kind: 'pong' });
			case 'cancel':
				return open.get(data.id)?.abort();
			case 'request':
				void answer(data);
		}
	});
}
