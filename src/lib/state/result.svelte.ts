import { toFailure, type Failure } from '../core/errors';
import { countAtLeast } from '../core/metrics/count-at-least';
import { ThresholdTable, type AtThreshold } from '../core/metrics/threshold-table';
import type { Policy } from '../core/policy/policy';
import type { Redecision, RunRecord } from '../core/run/types';
import type { FileSource, RunAnalysis, RunFigures, ScoringEngine } from '../engine/types';
import { saveBlob } from './save-blob';

export type ResultStage =
	| { readonly kind: 'loading' }
	| { readonly kind: 'ready'; readonly analysis: RunAnalysis }
	| { readonly kind: 'failed'; readonly failure: Failure };

export type DownloadStage =
	| { readonly kind: 'idle' }
	/** `share` is the part of the file that was written, 0 to 1; null while it is not known. */
	| { readonly kind: 'working'; readonly share: number | null }
	| { readonly kind: 'failed'; readonly failure: Failure };

/** A slider moves many times a second; only where it comes to rest is worth keeping. Milliseconds. */
const restMs = 400;

export interface ResultOptions {
	readonly engine: Pick<ScoringEngine, 'analyse' | 'figures' | 'exportScored'>;
	readonly runId: string;
	/** The file, where it is at hand. */
	readonly source: FileSource | null;
	/** Keeps a moved threshold with the run; null for one that went back to the run's own policy. */
	readonly keep: (redecided: Redecision | null) => Promise<void>;
	/** Milliseconds since 1970. */
	readonly now: () => number;
}

/** One run as it is looked at: read from the log, re-decided by the threshold, downloaded with its file. */
export class ResultState {
	stage = $state.raw<ResultStage>({ kind: 'loading' });
	/** Undefined while they are computed; null where the file has not both labels. */
	figures = $state.raw<RunFigures | null | undefined>(undefined);
	download = $state.raw<DownloadStage>({ kind: 'idle' });
	/** The file that was scored; null for a run reopened from History, until it is given again. */
	source = $state.raw<FileSource | null>(null);
	#threshold = $state(0.5);
	#work: AbortController | null = null;
	#resting: ReturnType<typeof setTimeout> | undefined;
	/** Of a run that was analysed before its end, once it has ended. */
	#record: RunRecord | null = null;

	constructor(private readonly options: ResultOptions) {
		this.source = options.source;
	}

	get runId(): string {
		return this.options.runId;
	}

	/** Score from which a row is flagged. Starts where it was left, at first at the run's policy. */
	get threshold(): number {
		return this.#threshold;
	}

	/** Decides every row anew, and keeps that with the run once the threshold has come to rest. */
	set threshold(threshold: number) {
		this.#threshold = threshold;
		clearTimeout(this.#resting);
		this.#resting = setTimeout(() => void this.#keep(), restMs);
	}

	/** What the present threshold decides, exactly, over all rows. */
	readonly outcome: AtThreshold | null = $derived.by(() => {
		if (this.stage.kind !== 'ready') return null;
		const { table, scores } = this.stage.analysis;
		const flagged = countAtLeast(scores, this.threshold);
		return ThresholdTable.at(table, flagged === 0 ? Infinity : table.margins[flagged - 1]);
	});

	/** The run's policy with the present threshold; one above the decline threshold moves that along. */
	readonly policy: Policy | null = $derived.by(() => {
		if (this.stage.kind !== 'ready') return null;
		const policy = this.stage.analysis.run.policy;
		return {
			...policy,
			review: this.threshold,
			...(policy.decline === undefined ? {} : { decline: Math.max(policy.decline, this.threshold) })
		};
	});

	/** Whether it was told of the run's end. */
	get ended(): boolean {
		return this.#record !== null;
	}

	/** The run has ended, whose rows were analysed while the last of them were on their way into the log. */
	end(run: RunRecord): void {
		if (this.#record !== null) return;
		this.#record = run;
		if (this.stage.kind === 'ready') {
			this.stage = { kind: 'ready', analysis: { ...this.stage.analysis, run } };
			// One that was moved meanwhile could not be kept.
			if (this.#threshold !== run.policy.review) this.threshold = this.#threshold;
		}
		// The worker that was asked before may have crashed.
		else if (this.stage.kind === 'failed') void this.open();
	}

	async open(): Promise<void> {
		try {
			const analysed = await this.options.engine.analyse(this.runId);
			const analysis = { ...analysed, run: this.#record ?? analysed.run };
			const { policy, redecided } = analysis.run;
			this.#threshold = (redecided?.policy ?? policy).review;
			this.stage = { kind: 'ready', analysis };
			const figures = () => this.options.engine.figures(this.runId);
			// A worker that crashed meanwhile has a successor, which reads the run from the log.
			this.figures = await figures().catch(figures);
		} catch (thrown) {
			this.stage = { kind: 'failed', failure: toFailure(thrown) };
		}
	}

	/** Writes the scored file and hands it to the browser's downloads. Needs `source`. */
	async save(gzip: boolean): Promise<void> {
		const { source, policy } = this;
		if (source === null || policy === null) return;
		this.#work?.abort();
		const work = (this.#work = new AbortController());
		this.download = { kind: 'working', share: null };
		try {
			const blob = await this.options.engine.exportScored(source, this.runId, {
				gzip,
				policy,
				signal: work.signal,
				onProgress: ({ bytes, totalBytes }) => {
					if (this.#work === work) {
						this.download = { kind: 'working', share: totalBytes ? Math.min(1, bytes / totalBytes) : null };
					}
				}
			});
			saveBlob(blob, scoredName(source.name, gzip));
			if (this.#work === work) this.download = { kind: 'idle' };
		} catch (thrown) {
			const failure = toFailure(thrown);
			if (this.#work !== work) return;
			// Another file than the one that was scored is put down again, so that the right one can be chosen.
			if (failure.code === 'file.not-the-same') this.source = null;
			this.download = failure.code === 'engine.cancelled' ? { kind: 'idle' } : { kind: 'failed', failure };
		}
	}

	cancelDownload(): void {
		this.#work?.abort();
	}

	async #keep(): Promise<void> {
		if (this.stage.kind !== 'ready' || this.policy === null || this.outcome === null) return;
		const { run } = this.stage.analysis;
		// A run that is still going on belongs to the engine.
		if (run.status === 'running') return;
		const { flagged, flaggedAmount } = this.outcome;
		const own = this.threshold === run.policy.review;
		await this.options.keep(own ? null : { policy: this.policy, flagged, flaggedAmount, at: this.options.now() });
	}
}

/** `day.csv` and `day.csv.gz` become `day.scored.csv`, with `.gz` where it is asked for. */
export function scoredName(name: string, gzip: boolean): string {
	const bare = name.replace(/\.gz$/i, '').replace(/\.scored(?=\.[^.]+$)/i, '');
	const [, stem, extension] = /^(.+?)(\.(?:csv|tsv|txt))?$/i.exec(bare) ?? ['', bare, undefined];
	return `${stem}.scored${extension ?? '.csv'}${gzip ? '.gz' : ''}`;
}
