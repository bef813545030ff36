import type { BackendName } from '../core/backend';
import type { QueryProblem } from '../core/embed/read-query';
import type { EmbedQuery } from '../core/embed/query';
import { toFailure, type Failure } from '../core/errors';
import { serveHost } from '../embed/serve-host';
import { nextTask } from '../engine/run/pace';
import type { FileSource, ScoringEngine } from '../engine/types';
import { EmbedScorer } from '../state/embed/embed-scorer.svelte';
import { EngineState } from '../state/engine.svelte';
import { PacksState, type PackEntry } from '../state/packs/packs.svelte';
import type { ResultState } from '../state/result.svelte';
import { SettingsState } from '../state/settings.svelte';
import type { LogStore } from '../storage/log';
import { Toasts } from '../ui/primitives/toasts.svelte';
import { possibleHosts } from './framing';
import { betterPack, packChooser } from './pack-chooser';
import { ShownResult } from './shown-result';

export interface EmbedPageOptions {
	readonly store: LogStore;
	/** Why the log ends with the page; null where it is kept. */
	readonly storageFailure: Failure | null;
	readonly engine: ScoringEngine;
	/** Address of the folder with the bundled packs, a slash at its end. */
	readonly packs: string;
	/** Of the app. */
	readonly version: string;
	readonly query: EmbedQuery;
	readonly problems: readonly QueryProblem[];
	/** Who may embed this page, its own origin among them. */
	readonly origins: readonly string[];
	/** What is wrong with the configuration that says so; null where nothing is. */
	readonly configProblem: string | null;
}

/** Everything that `/embed` is drawn from: the scorer for the analyst and the host, and one result at a time. */
export class EmbedPage {
	readonly engine: EngineState;
	readonly packs: PacksState;
	readonly scorer: EmbedScorer;
	readonly toasts = new Toasts();
	/** What has to be said of the log: that it is not kept, or that a newer version of the app took it over. */
	storageFailure = $state.raw<Failure | null>(null);
	/** What is looked at. */
	view = $state<'single' | 'file'>('file');
	readonly #settings: SettingsState;
	readonly #results: ShownResult;

	constructor(readonly options: EmbedPageOptions) {
		const { store, storageFailure, engine, packs, version, query } = options;
		if (query.view === 'single') this.view = 'single';
		this.storageFailure = storageFailure;
		this.#settings = new SettingsState(store);
		this.engine = new EngineState(engine);
		this.packs = new PacksState(store, packs, Date.now);
		this.scorer = new EmbedScorer({
			engine: this.engine,
			packs: query.pack === null ? packChooser(this) : null,
			version,
			storageReason: storageFailure?.message ?? null,
			crossOriginIsolated,
			query,
			clock: () => performance.now(),
			runsWithProfiles: (sha256) => store.runsWithProfiles(sha256)
		});
		this.#results = new ShownResult({
			engine,
			keep: async (of, redecided) => {
				if (of.policy && of.outcome) this.scorer.analystMoved({ runId: of.runId, flagged: of.outcome.flagged, policy: of.policy });
				// Runs of a log that is not kept are in the worker's memory.
				if (storageFailure === null) await this.attempt(() => store.updateRun(of.runId, { redecided }));
			},
			isRunning: () => false
		});
	}

	/** The backend that the settings of this device ask for. */
	get pin(): BackendName | null {
		return this.#settings.current.backend;
	}

	/** How numbers and dates are written: as the address says, or as the settings of this device do. */
	get locale(): string | undefined {
		return this.options.query.locale ?? this.#settings.current.locale ?? undefined;
	}

	/** The packs that a file could be scored with: the one that the address names, or all. */
	get choices(): readonly PackEntry[] {
		const inUse = this.engine.status?.pack.sha256;
		return this.options.query.pack === null ? this.packs.entries : this.packs.entries.filter(({ sha256 }) => sha256 === inUse);
	}

	/**
	 * Offers the scorer to the page around this one; without one, nothing happens. Returns what ends that. The host leaving
	 * gives up what it has under way, and the page goes on.
	 */
	connect(): () => void {
		const { scorer, options } = this;
		const served = serveHost({
			self: window,
			host: window.parent,
			ownOrigin: location.origin,
			origins: possibleHosts(window, options.origins),
			handlers: scorer,
			clock: () => performance.now(),
			pause: nextTask,
			onHost: (origin) => (scorer.host = origin)
		});
		scorer.emit = served.emit;
		return () => {
			served.stop();
			scorer.dispose();
		};
	}

	/** Loads the pack of the address, or of this device's settings, or the first bundled one. Failures end up in `engine`. */
	async start(): Promise<void> {
		const { store, query } = this.options;
		// A run that a closed page cut off can be gone on with.
		void store.markInterrupted(Date.now()).catch(() => undefined);
		try {
			await Promise.all([this.#settings.read(), this.packs.read()]);
			const { entries } = this.packs;
			const kept = entries.find(({ sha256 }) => sha256 === this.#settings.current.pack);
			const entry = query.pack === null ? (kept ?? entries[0]) : this.packs.named(query.pack);
			await this.engine.load(await this.packs.source(entry.sha256), this.pin);
		} catch (thrown) {
			this.engine.fail(thrown);
		}
	}

	/** A pack that a file clearly belongs to, where another is in use and the address does not ask for that one. */
	better(headers: readonly string[]): PackEntry | null {
		return this.options.query.pack === null ? betterPack(this, headers) : null;
	}

	/** The result of a run, made once as long as the same run is looked at. */
	result(runId: string, source: FileSource): ResultState {
		return this.#results.of(runId, source);
	}

	/** Runs what may fail; a failure is shown as a toast. */
	async attempt(action: () => Promise<void>): Promise<void> {
		try {
			await action();
		} catch (thrown) {
			this.toasts.show(toFailure(thrown).message, { kind: 'error', duration: 0 });
		}
	}
}
