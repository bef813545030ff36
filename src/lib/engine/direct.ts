import { fromFailure, ShrikeError, toFailure } from '../core/errors';
import type { Pack } from '../core/pack/load';
import type { Policy } from '../core/policy/policy';
import type { ScoredFiles } from '../core/run/scored-files';
import type { RunStore } from '../core/run/store';
import type { RunRecord, ScoredBlock } from '../core/run/types';
import { chooseBackend } from './backends/choose';
import { previewFile } from './preview';
import type { SegmentPool } from './pool/types';
import { fetchBytes, readPack } from './read-pack';
import type { ReadUrl } from './read-pack';
import { rehearseAfter } from './rehearsal/rehearse';
import { analyse } from './run/analyse';
import { BackendRelay } from './run/backend-relay';
import { evaluateRun } from './run/evaluate-run';
import { identifyingOnce } from './run/identify';
import { exportScored } from './run/export-scored';
import type { HeldCopy } from './run/export-scored';
import { nextTask } from './run/pace';
import { readRowScores } from './run/read-row-scores';
import { RunAnalyst } from './run/run-analyst';
import { scoreFile } from './run/score-file';
import { sampleFile } from './sample';
import { scoreOne } from './single/score-one';
import { statusOf } from './status';
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
} from './types';

export interface DirectEngineOptions {
	readonly store: RunStore;
	/** Where scored files are kept; without it a download is made anew each time, in memory of the browser's choosing. */
	readonly scoredFiles?: ScoredFiles;
	/** Workers that score a file's parts side by side; without them files are scored from front to back. */
	readonly segments?: SegmentPool;
	/** Milliseconds since 1970; fractions make better latencies. */
	readonly clock: () => number;
	readonly newId: () => string;
	/** How a pack's files are read from a URL; `fetch` by default. */
	readonly readUrl?: ReadUrl;
}

interface Loaded {
	readonly pack: Pack;
	readonly relay: BackendRelay;
}

/** The engine where it stands: in Node, in a worker, in a test, in a page without storage. */
export class DirectEngine implements ScoringEngine {
	private loaded: Loaded | null = null;
	private scoring = false;
	/** What the run whose rows are all scored was analysed to while it went on, until it is asked for. */
	private scored: { readonly run: RunRecord; readonly analyst: RunAnalyst } | null = null;
	/** The scored file of that run, where it is not among the scored files. */
	private copy: HeldCopy | null = null;
	private readonly identify = identifyingOnce();
	/** Computes the figures of the run that was analysed last. */
	private judge: { readonly runId: string; readonly figures: () => RunFigures | null } | null = null;
	private rehearsal: AbortController | null = null;
	private readonly closing = new AbortController();

	constructor(private readonly options: DirectEngineOptions) {}

	async load(source: PackSource, options: LoadOptions = {}): Promise<EngineStatus> {
		const signal = this.signalWith(options.signal);
		this.requireIdle('load a model');
		const { pack, choice } = await coded(async () => {
			const read = await readPack(source, this.options.readUrl ?? fetchBytes);
			return { pack: read, choice: await chooseBackend(read, { ...options, signal }) };
		});
		const { pool, ...chosen } = choice;
		try {
			// A run may have begun while the backends were tried.
			this.requireIdle('load a model');
		} catch (busy) {
			pool.dispose();
			throw busy;
		}
		// The one in use stays until its successor stands: a pack that cannot be loaded leaves the engine as it was.
		this.loaded?.relay.dispose();
		this.loaded = { pack, relay: new BackendRelay(chosen, pool, this.options.clock) };
		// Not waited for: a single transaction needs no workers, and a file that is scored in segments waits for them itself.
		const { segments, clock } = this.options;
		const workers = segments?.load(source, this.loaded.relay.backend);
		workers?.catch(() => undefined);
		if (options.rehearse && segments && workers) this.rehearsal = rehearseAfter(workers, { ...this.loaded, pool: segments, clock });
		return statusOf(pack, this.loaded.relay);
	}

	async status(): Promise<EngineStatus | null> {
		return this.loaded && statusOf(this.loaded.pack, this.loaded.relay);
	}

	async scoreOne(input: SingleInput, policy: Policy): Promise<SingleScore> {
		this.signalWith(undefined);
		return scoreOne({ ...this.options, ...this.ready() }, input, policy);
	}

	async preview(source: FileSource, options: PreviewOptions = {}): Promise<Preview> {
		const signal = this.signalWith(options.signal);
		const { pack } = this.ready();
		return coded(() => previewFile({ pack, store: this.options.store, identify: this.identify }, source, { ...options, signal }));
	}

	async scoreFile(source: FileSource, options: RunOptions): Promise<RunRecord> {
		const signal = this.signalWith(options.signal);
		const ready = this.ready();
		this.requireIdle('score another file');
		this.scoring = true;
		this.scored = null;
		this.copy = null;
		let analyst: RunAnalyst | null = null;
		let blob: (() => Blob) | null = null;
		const deps = {
			...{ ...this.options, ...ready, pool: this.options.segments, identify: this.identify },
			onPlaced: (block: ScoredBlock) => {
				analyst ??= new RunAnalyst({ scoring: ready.pack.manifest, expectedRows: rowsExpected(block, source.blob.size) });
				analyst.add(block);
			},
			onScored: (run: RunRecord) => {
				if (options.resume !== null || !analyst) return;
				const scored = (this.scored = { run, analyst });
				// The log's last blocks first.
				void nextTask().then(() => this.scored === scored && scored.analyst.prepare());
			},
			onCopied: (copied: () => Blob) => (blob = copied)
		};
		try {
			const run = await coded(() => scoreFile(deps, source, { ...options, signal }));
			this.keepScored(run);
			this.copy = blob && { runId: run.id, policy: run.policy, blob };
			return run;
		} catch (thrown) {
			this.keepScored(null);
			throw thrown;
		} finally {
			this.scoring = false;
		}
	}

	async analyse(runId: string): Promise<RunAnalysis> {
		this.signalWith(undefined);
		const { scored } = this;
		const own = scored?.run.id === runId ? scored : null;
		if (own) this.scored = null;
		const { analysis, figures } = own ? own.analyst.finish(own.run) : await analyse(this.options.store, runId);
		this.judge = { runId, figures };
		return analysis;
	}

	async figures(runId: string): Promise<RunFigures | null> {
		this.signalWith(undefined);
		const { figures } = this.judge?.runId === runId ? this.judge : await analyse(this.options.store, runId);
		return figures();
	}

	async evaluate(runId: string, request: EvaluationRequest): Promise<RunEvaluation> {
		this.signalWith(undefined);
		return evaluateRun(this.options.store, runId, request);
	}

	async rowScores(runId: string, mostRows: number): Promise<RunRowScores> {
		this.signalWith(undefined);
		return readRowScores(this.options.store, runId, mostRows);
	}

	async exportScored(source: FileSource, runId: string, options: ExportOptions): Promise<Blob> {
		const signal = this.signalWith(options.signal);
		return coded(() => exportScored({ ...this.options, copy: this.copy, identify: this.identify }, source, runId, { ...options, signal }));
	}

	async sample(options: { readonly rows: number; readonly seed: number }): Promise<FileSource> {
		return sampleFile(this.ready().pack, options);
	}

	async close(): Promise<void> {
		this.closing.abort();
		this.rehearsal?.abort();
		this.loaded?.relay.dispose();
		this.loaded = null;
		this.options.segments?.dispose();
	}

	/** What was analysed of a run before its end is that of the whole run, or of none. */
	private keepScored(run: RunRecord | null): void {
		this.scored = run && this.scored && { ...this.scored, run };
	}

	/**
	 * The caller's signal, or the end of the engine, whichever comes first; who asks for anything ends a rehearsal. Throws
	 * `engine.cancelled` after `close`.
	 */
	private signalWith(signal: AbortSignal | undefined): AbortSignal {
		this.rehearsal?.abort();
		if (this.closing.signal.aborted) throw new ShrikeError('engine.cancelled', 'The engine was closed. Open the page again.');
		return signal ? AbortSignal.any([signal, this.closing.signal]) : this.closing.signal;
	}

	private ready(): Loaded {
		if (this.loaded) return this.loaded;
		throw new ShrikeError('pack.not-found', 'No model is loaded yet. Load one, then try again.');
	}

	private requireIdle(wanted: string): void {
		if (!this.scoring) return;
		throw new ShrikeError('engine.busy', `A file is being scored. Wait for it or cancel it, then ${wanted}.`);
	}
}

/** Room for more rows is made when they come. */
const mostExpected = 16_000_000;

/** From the first block of a run: room made at once is never copied to a larger place. A compressed file has more rows. */
function rowsExpected({ rows, endOffset }: ScoredBlock, sourceBytes: number): number {
	return Math.min(mostExpected, Math.ceil(1.03 * rows * (sourceBytes / endOffset)));
}

/** An aborted read rejects with the platform's own error; callers are promised `engine.cancelled`. */
async function coded<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (thrown) {
		const failure = toFailure(thrown);
		throw failure.code === 'engine.cancelled' ? fromFailure(failure) : thrown;
	}
}
