import { backendNames } from '../../core/backend';
import type { BackendName } from '../../core/backend';
import { ShrikeError } from '../../core/errors';
import type { Policy } from '../../core/policy/policy';
import type { RunRecord } from '../../core/run/types';
import type {
	EngineStatus,
	EvaluationRequest,
	ExportOptions,
	FileSource,
	LoadOptions,
	PackSource,
	Preview,
	PreviewOptions,
	RunAnalysis,
	RunEvaluation,
	RunFigures,
	RunOptions,
	RunRowScores,
	ScoringEngine,
	SingleInput,
	SingleScore
} from '../types';
import { cancelled, WorkerConnection } from './connection';
import type { CallOptions, WorkerLike } from './connection';
import { isCrash, ResumableRun } from './resumable-run';
import type { Args, Method, Result } from './protocol';
import { Suspects } from './suspects';

export interface WorkerEngineOptions {
	/** Called when a worker is first needed and after each crash. */
	readonly createWorker: () => WorkerLike;
	/** A worker with open requests that does not answer for so long is ended and counts as crashed. 60 seconds. */
	readonly silenceMs?: number;
	/** So many crashes without one answered request between them, and the engine gives up until the next `load`. 3. */
	readonly mostCrashes?: number;
}

interface Loaded {
	readonly pack: PackSource;
	readonly options: Pick<LoadOptions, 'pin' | 'exclude'>;
}

/** How long a closing engine may take to put its things in order. */
const closingMs = 1000;

/**
 * The engine whose work happens in a worker. When the worker crashes, open calls reject with `engine.worker-crashed`,
 * except a `load`, which is tried again, and a `scoreFile`, which goes on after its last stored block in a new worker
 * with the same pack. A backend in use at two crashes is not used again.
 */
export class WorkerEngine implements ScoringEngine {
	private connection: WorkerConnection | null = null;
	private loaded: Loaded | null = null;
	private loadedOn: WorkerConnection | null = null;
	private reloading: Promise<void> | null = null;
	private crashes = 0;
	private lastCrash: ShrikeError | null = null;
	private closed = false;
	private readonly suspects = new Suspects();

	constructor(private readonly options: WorkerEngineOptions) {}

	async load(pack: PackSource, { signal, ...options }: LoadOptions = {}): Promise<EngineStatus> {
		this.crashes = 0;
		if (options.pin) this.suspects.acquit(options.pin);
		for (;;) {
			const connection = this.connect();
			try {
				const status = await this.loadOn(connection, { pack, options }, signal);
				this.loaded = { pack, options };
				this.crashes = 0;
				return status;
			} catch (error) {
				if (!isCrash(error) || this.exhausted) throw error;
			}
		}
	}

	async status(): Promise<EngineStatus | null> {
		return this.call('status', {});
	}

	async scoreOne(input: SingleInput, policy: Policy): Promise<SingleScore> {
		return this.call('scoreOne', { input, policy });
	}

	async preview(source: FileSource, { signal, ...options }: PreviewOptions = {}): Promise<Preview> {
		return this.call('preview', { source, options }, { signal });
	}

	async scoreFile(source: FileSource, { signal, onProgress, ...options }: RunOptions): Promise<RunRecord> {
		const run = new ResumableRun(options.resume, onProgress);
		for (;;) {
			try {
				return await this.call(
					'scoreFile',
					{ source, options: { ...options, resume: run.resume } },
					{
						signal,
						onProgress: (progress) => {
							this.suspects.inUse(progress.backend);
							run.deliver(progress);
						}
					}
				);
			} catch (error) {
				if (signal?.aborted || this.exhausted || !run.mayGoOn(error)) throw error;
			}
		}
	}

	async analyse(runId: string): Promise<RunAnalysis> {
		return this.call('analyse', { runId });
	}

	async figures(runId: string): Promise<RunFigures | null> {
		return this.call('figures', { runId });
	}

	async evaluate(runId: string, request: EvaluationRequest): Promise<RunEvaluation> {
		return this.call('evaluate', { runId, request });
	}

	async rowScores(runId: string, mostRows: number): Promise<RunRowScores> {
		return this.call('rowScores', { runId, mostRows });
	}

	async exportScored(source: FileSource, runId: string, options: ExportOptions): Promise<Blob> {
		const { signal, onProgress, ...rest } = options;
		return this.call('exportScored', { source, runId, options: rest }, { signal, onProgress });
	}

	async sample(options: { readonly rows: number; readonly seed: number }): Promise<FileSource> {
		return this.call('sample', options);
	}

	async close(): Promise<void> {
		if (this.closed) return;
		this.closed = true;
		const { connection } = this;
		if (!connection) return;
		const closing = connection.request('close', {}).catch(() => undefined);
		await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, closingMs))]);
		connection.end(cancelled());
	}

	private get exhausted(): boolean {
		return this.crashes >= (this.options.mostCrashes ?? 3);
	}

	private async call<M extends Method>(method: M, args: Args<M>, options: CallOptions<M> = {}): Promise<Result<M>> {
		const connection = await orAborted(this.connected(), options.signal);
		const result = await connection.request(method, args, options);
		this.crashes = 0;
		return result;
	}

	/** A worker with the pack that was loaded last. */
	private async connected(): Promise<WorkerConnection> {
		const connection = this.connect();
		const { loaded } = this;
		if (loaded && this.loadedOn !== connection) {
			this.reloading ??= this.loadOn(connection, loaded).then(() => undefined).finally(() => (this.reloading = null));
			await this.reloading;
		}
		return connection;
	}

	private async loadOn(connection: WorkerConnection, what: Loaded, signal?: AbortSignal): Promise<EngineStatus> {
		const options = this.suspects.without(what.options);
		this.suspects.inUse(firstProbed(options));
		const status = await connection.request('load', { pack: what.pack, options }, { signal });
		this.suspects.inUse(status.backend);
		this.loadedOn = connection;
		return status;
	}

	private createWorker(): WorkerLike {
		try {
			return this.options.createWorker();
		} catch (error) {
			throw new ShrikeError(
				'engine.worker-crashed',
				`The browser refused to start the scoring worker (${String(error)}). Reload the page, or allow workers for it.`
			);
		}
	}

	private connect(): WorkerConnection {
		if (this.closed) throw cancelled();
		if (this.connection) return this.connection;
		if (this.exhausted && this.lastCrash) {
			throw new ShrikeError(
				'engine.worker-crashed',
				`${this.lastCrash.message.replace(/ Try again\.$/, '')} This happened ${this.crashes} times in a row. Reload the page, ` +
					'or load another model.',
				{ crashes: this.crashes }
			);
		}
		const connection = new WorkerConnection(this.createWorker(), this.options.silenceMs ?? 60_000, (error) => {
			this.connection = null;
			this.crashes++;
			this.lastCrash = error;
			this.suspects.crashed();
		});
		this.connection = connection;
		return connection;
	}
}

/** Until a pack is loaded, whatever breaks the worker is most likely the first backend tried: a graphics driver. */
function firstProbed({ pin, exclude = [] }: Pick<LoadOptions, 'pin' | 'exclude'>): BackendName {
	return pin ?? backendNames.find((name) => !exclude.includes(name)) ?? 'cpu';
}

/** Rejects at once when the signal is aborted, whatever becomes of the promise. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
	if (!signal) return promise;
	let abort: (() => void) | undefined;
	const aborted = new Promise<never>((_, reject) => {
		abort = () => reject(cancelled());
		if (signal.aborted) abort();
		else signal.addEventListener('abort', abort, { once: true });
	});
	try {
		return await Promise.race([promise, aborted]);
	} finally {
		if (abort) signal.removeEventListener('abort', abort);
	}
}
