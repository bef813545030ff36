import { toFailure, type Failure } from '../core/errors';
import type { Policy } from '../core/policy/policy';
import type { ColumnMapping, RunRecord } from '../core/run/types';
import type { FileSource, HistorySource, Preview, PreviewOptions, RunProgress, ScoringEngine } from '../engine/types';
import { sourceFromAddress } from './sources/from-address';

export type BatchStage =
	| { readonly kind: 'empty' }
	/** The head of the file is being read, or an address downloaded. */
	| { readonly kind: 'opening'; readonly name: string }
	| { readonly kind: 'preview'; readonly source: FileSource; readonly preview: Preview; readonly updating: boolean }
	| {
			readonly kind: 'running';
			readonly source: FileSource;
			readonly progress: RunProgress | null;
			readonly rowsBefore: number;
			/** What the user has to know of the run so far, in sentences. */
			readonly notices: readonly string[];
	  }
	/** `notices` lacks what the run's own record tells. */
	| { readonly kind: 'done'; readonly source: FileSource; readonly run: RunRecord; readonly notices: readonly string[] }
	/** `runId` names the part of the run that was kept, where there is one. */
	| { readonly kind: 'failed'; readonly failure: Failure; readonly name: string; readonly runId: string | null };

/** The model that a file was found to belong to. */
export interface RecognisedPack {
	readonly sha256: string;
	readonly name: string;
	readonly title: string;
	/** A sentence for the user. */
	readonly why: string;
}

/** How a file's model is found and loaded. */
export interface PackChooser {
	/** The pack that fits a file best by its headers; null where none does. */
	recognise(headers: readonly string[]): Omit<RecognisedPack, 'why'> | null;
	/** Of the pack in use; null while none is. */
	readonly loaded: string | null;
	/** Loads a pack for the files to come, without making it the user's own choice; leaves the one before where it rejects. */
	load(sha256: string): Promise<void>;
}

type DialectChange = NonNullable<PreviewOptions['dialect']>;

/** A file on its way from being dropped to being scored. One at a time; a new file replaces what is shown. */
export class BatchState {
	stage = $state.raw<BatchStage>({ kind: 'empty' });
	/** Another model than the one in use was loaded for this file, because only that fits it; null where nothing was. */
	recognised = $state.raw<RecognisedPack | null>(null);
	/** What the run's profiles will begin with, for a model that has them; null for empty ones. */
	history = $state.raw<HistorySource | null>(null);
	#work: AbortController | null = null;
	#dialect: DialectChange = {};
	#mapping: ColumnMapping = {};

	constructor(
		private readonly engine: Pick<ScoringEngine, 'preview' | 'scoreFile' | 'sample'>,
		private readonly policy: () => Policy | null,
		private readonly keepFeatures: () => boolean,
		/** Called when something happened on the way: the engine may run on another backend now. */
		private readonly onNotice: () => void,
		private readonly packs: PackChooser | null = null
	) {}

	/** True while a run is going on: nothing may reload the page, and another file has to wait. */
	get busy(): boolean {
		return this.stage.kind === 'running';
	}

	/** Finished runs whose profiles this run can begin with, newest first; empty for a model without. */
	get histories(): readonly RunRecord[] {
		return this.stage.kind === 'preview' ? this.stage.preview.histories : [];
	}

	/** The file that was chosen as history, if it is one. */
	get historyFile(): FileSource | null {
		return this.history?.kind === 'file' ? this.history.source : null;
	}

	chooseHistory(history: HistorySource | null): void {
		this.history = history;
	}

	/** Scores the previewed file with another model, whatever it was recognised as. Rejects when that cannot be loaded. */
	async usePack(sha256: string): Promise<void> {
		if (this.stage.kind !== 'preview' || !this.packs) return;
		const { source } = this.stage;
		const work = this.#begin();
		this.stage = { ...this.stage, updating: true };
		this.recognised = null;
		this.history = null;
		this.#mapping = {};
		try {
			await this.packs.load(sha256);
		} finally {
			await this.#preview(source, work);
		}
	}

	choose(source: FileSource): Promise<void> {
		return this.#open(source.name, () => Promise.resolve(source));
	}

	chooseText(text: string): Promise<void> {
		return this.choose({ name: 'pasted.csv', blob: new Blob([text], { type: 'text/csv' }) });
	}

	chooseAddress(typed: string): Promise<void> {
		return this.#open(typed, (signal) => sourceFromAddress(typed, signal));
	}

	chooseSample(): Promise<void> {
		return this.#open('sample', () => this.engine.sample({ rows: 2000, seed: 7 }));
	}

	/** Previews again with the user's corrections. */
	async adjust(change: { dialect?: DialectChange; mapping?: ColumnMapping }): Promise<void> {
		if (this.stage.kind !== 'preview') return;
		const { source } = this.stage;
		if (change.dialect) {
			this.#dialect = { ...this.#dialect, ...change.dialect };
			// Another delimiter makes other columns: what was chosen by position no longer means anything.
			if (change.dialect.delimiter || change.dialect.encoding) this.#mapping = {};
		}
		this.#mapping = { ...this.#mapping, ...change.mapping };
		this.stage = { ...this.stage, updating: true };
		await this.#preview(source, this.#begin());
	}

	/** Scores the previewed file, going on with an interrupted run on it where there is one and `afresh` is not asked for. */
	async start(afresh = false): Promise<void> {
		const policy = this.policy();
		if (this.stage.kind !== 'preview' || this.stage.updating || this.stage.preview.problems.length > 0 || policy === null) return;
		const { source, preview } = this.stage;
		const resumed = afresh ? null : preview.resumable;
		const work = this.#begin();
		let runId = resumed?.id ?? null;
		let notices: readonly string[] = [];
		this.stage = { kind: 'running', source, progress: null, rowsBefore: resumed?.counts.rows ?? 0, notices };
		try {
			const run = await this.engine.scoreFile(source, {
				dialect: preview.dialect,
				mapping: Object.fromEntries(preview.matches.map((match) => [match.column, match.index])),
				policy: resumed?.policy ?? policy,
				resume: runId,
				keepFeatures: this.keepFeatures(),
				history: this.history,
				signal: work.signal,
				onProgress: (progress) => {
					runId = progress.runId;
					// A notice comes with one report, and the next one follows in a moment.
					if (progress.notice !== null) {
						notices = [...notices, progress.notice];
						this.onNotice();
					}
					if (this.#work === work && this.stage.kind === 'running') this.stage = { ...this.stage, progress, notices };
				}
			});
			if (this.#work !== work) return;
			const untold = notices.filter((notice) => !run.switches.some(({ reason }) => notice.startsWith(reason)));
			this.stage = { kind: 'done', source, run, notices: untold };
		} catch (thrown) {
			if (this.#work === work) this.stage = { kind: 'failed', failure: toFailure(thrown), name: source.name, runId };
		}
	}

	/** Stops whatever is under way. What a run has finished stays in the log. */
	cancel(): void {
		if (this.stage.kind === 'opening') return this.reset();
		this.#work?.abort();
	}

	reset(): void {
		this.#work?.abort();
		this.#work = null;
		this.stage = { kind: 'empty' };
	}

	#begin(): AbortController {
		this.#work?.abort();
		return (this.#work = new AbortController());
	}

	async #open(name: string, get: (signal: AbortSignal) => Promise<FileSource>): Promise<void> {
		if (this.busy) return;
		const work = this.#begin();
		this.#dialect = {};
		this.#mapping = {};
		this.recognised = null;
		this.history = null;
		this.stage = { kind: 'opening', name };
		try {
			const source = await get(work.signal);
			await this.#preview(source, work);
			await this.#recognise(source, work);
		} catch (thrown) {
			if (this.#work === work) this.stage = { kind: 'failed', failure: toFailure(thrown), name, runId: null };
		}
	}

	/** Loads the model that the file belongs to, where the one in use lacks columns and another has all of its own. */
	async #recognise(source: FileSource, work: AbortController): Promise<void> {
		if (this.#work !== work || this.stage.kind !== 'preview' || !this.packs) return;
		const { headers, problems } = this.stage.preview;
		if (!problems.some(({ code }) => code === 'file.missing-columns')) return;
		const found = this.packs.recognise(headers);
		if (found === null || found.sha256 === this.packs.loaded) return;
		this.stage = { ...this.stage, updating: true };
		// The first preview says what the model in use lacks, and stands where the other cannot be loaded.
		const loaded = await this.packs.load(found.sha256).then(
			() => true,
			() => false
		);
		await this.#preview(source, work);
		if (loaded && this.#work === work) this.recognised = { ...found, why: `Its columns are those of ${found.title}, which was loaded for it.` };
	}

	async #preview(source: FileSource, work: AbortController): Promise<void> {
		try {
			const preview = await this.engine.preview(source, {
				dialect: this.#dialect,
				mapping: this.#mapping,
				signal: work.signal
			});
			if (this.#work === work) this.stage = { kind: 'preview', source, preview, updating: false };
		} catch (thrown) {
			if (this.#work === work) {
				this.stage = { kind: 'failed', failure: toFailure(thrown), name: source.name, runId: null };
			}
		}
	}
}
