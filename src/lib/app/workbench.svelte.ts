import { untrack } from 'svelte';
import { backendName, type BackendName } from '../core/backend';
import { toFailure, type Failure } from '../core/errors';
import type { Policy } from '../core/policy/policy';
import type { RunRecord } from '../core/run/types';
import type { FileSource, ScoringEngine } from '../engine/types';
import { BatchState } from '../state/batch.svelte';
import { EngineState } from '../state/engine.svelte';
import { EvaluationState } from '../state/evaluation.svelte';
import { HistoryState } from '../state/history.svelte';
import { PacksState } from '../state/packs/packs.svelte';
import type { ResultState } from '../state/result.svelte';
import { SettingsState, type Preferences } from '../state/settings.svelte';
import { SingleState } from '../state/single.svelte';
import type { TrainingState } from '../state/training.svelte';
import type { LogStore } from '../storage/log';
import { openStore } from '../storage/open';
import { Toasts } from '../ui/primitives/toasts.svelte';
import { chooseTheme, chosenTheme, type Theme } from '../ui/theme';
import { openEngine } from './open-engine';
import { loadOr, packChooser } from './pack-chooser';
import type { UpdateState } from './pwa/updates';
import { ShownResult } from './shown-result';

export interface WorkbenchOptions {
	/** Address of the folder with the bundled packs, a slash at its end. */
	readonly packs: string;
	/** `?backend=` of the page's address: pins a backend for this visit only. */
	readonly backend: string | null;
}

/** Everything a page is drawn from: one object graph a tab, made once. */
export class Workbench {
	readonly engine: EngineState;
	readonly batch: BatchState;
	readonly single: SingleState;
	readonly evaluation: EvaluationState;
	readonly history: HistoryState;
	readonly packs: PacksState;
	readonly settings: SettingsState;
	readonly toasts = new Toasts();
	/** Made when the page that trains is first opened (`openTraining`). */
	training = $state.raw<TrainingState | null>(null);
	/** What has to be said of the log: that it is not kept, or that a newer version of the app took it over. */
	storageFailure = $state.raw<Failure | null>(null);
	/** Runs that a closed tab cut off, found at start-up. */
	interrupted = $state.raw<readonly RunRecord[]>([]);
	update = $state<UpdateState>('none');
	theme = $state<Theme>(chosenTheme());
	/** Pinned by the page's address for this visit; settings cannot change it. */
	readonly visitPin: BackendName | null;
	readonly #results: ShownResult;

	constructor(
		readonly log: LogStore,
		scoring: ScoringEngine,
		{ packs, backend }: WorkbenchOptions
	) {
		const policy = (): Policy | null => this.engine.status?.pack.policy ?? null;
		const keepFeatures = (): boolean => this.settings.current.keepFeatures;
		this.visitPin = backendName.nullable().catch(null).parse(backend);
		this.settings = new SettingsState(log);
		this.engine = new EngineState(scoring, true);
		this.batch = new BatchState(scoring, policy, keepFeatures, () => void this.engine.refresh(), packChooser(this));
		this.single = new SingleState(
			scoring,
			policy,
			({ certificateId }) => {
				if (certificateId !== this.engine.status?.certificate.id) void this.engine.refresh();
			},
			(sha256) => log.runsWithProfiles(sha256)
		);
		this.evaluation = new EvaluationState(scoring);
		this.history = new HistoryState(log, Date.now);
		this.packs = new PacksState(log, packs, Date.now);
		this.#results = new ShownResult({
			engine: scoring,
			keep: async ({ runId }, redecided) => void (await this.attempt(() => log.updateRun(runId, { redecided }))),
			isRunning: (runId) => untrack(() => this.runningHere === runId)
		});
	}

	/** Nothing may reload or replace the engine while this is true. */
	get busy(): boolean {
		return this.batch.busy;
	}

	/** What would be lost if the page were left or reloaded now, in words; null when nothing would. */
	get atWork(): string | null {
		return this.busy ? 'A run is going on.' : (this.training?.unkept ?? null);
	}

	/** Id of the run that this tab is working on. */
	get runningHere(): string | null {
		return this.batch.stage.kind === 'running' ? (this.batch.stage.progress?.runId ?? null) : null;
	}

	/** The backend asked for by the address or, else, by the settings. */
	get pin(): BackendName | null {
		return this.visitPin ?? this.settings.current.backend;
	}

	/** Starts what needs no one to wait for it: the pack, the backends, what a closed tab left behind. */
	async start(): Promise<void> {
		const settled = this.history.settle().then((runs) => {
			this.interrupted = runs;
		});
		await Promise.allSettled([settled, this.loadPack()]);
	}

	/** Loads the pack of the settings, or the first bundled one where that is gone. */
	async loadPack(): Promise<void> {
		try {
			await this.packs.read();
			const wanted = this.settings.current.pack;
			const entry = this.packs.entries.find((pack) => pack.sha256 === wanted) ?? this.packs.entries[0];
			await this.engine.load(await this.packs.source(entry.sha256), this.pin);
		} catch (thrown) {
			this.engine.fail(thrown);
		}
	}

	/** Loads another pack and remembers it. One that cannot be used leaves the one before in place, and rejects. */
	async usePack(sha256: string): Promise<void> {
		await loadOr(this, sha256, () => this.loadPack());
		await this.change({ pack: sha256 });
		this.batch.reset();
	}

	/** Changes settings; a pin takes effect at once. */
	async change(change: Partial<Preferences>): Promise<void> {
		await this.attempt(() => this.settings.change(change));
		if (change.backend !== undefined) await this.loadPack();
	}

	/** The result of a run, made once as long as the same run is looked at. */
	result(runId: string, source: FileSource | null): ResultState {
		return this.#results.of(runId, source);
	}

	chooseTheme(theme: Theme): void {
		this.theme = theme;
		chooseTheme(theme);
	}

	/** Deletes with a way back: the toast brings it back, and so does doing nothing for good later. */
	async deleteWithUndo(message: string, remove: () => Promise<() => Promise<void>>): Promise<void> {
		const undo = await this.attempt(remove);
		if (undo) this.toasts.show(message, { undo: () => void this.attempt(undo) });
	}

	/** Asks the browser not to evict the log, and says what it answered. */
	async keepLog(): Promise<boolean | undefined> {
		const granted = await this.attempt(() => this.history.requestPersistence());
		if (granted) this.toasts.show('The browser keeps the log until you delete it.', { kind: 'success' });
		else if (granted === false) {
			this.toasts.show('The browser refused for now. Installing the app or using it more often makes it agree.', { kind: 'warning' });
		}
		return granted;
	}

	/** Removes everything that this device keeps of Shrike, and starts over. */
	async wipe(): Promise<void> {
		await this.attempt(async () => {
			await this.log.wipe();
			this.settings.forget();
			this.chooseTheme('system');
			await this.history.refresh();
			await this.loadPack();
			this.batch.reset();
			this.interrupted = [];
			this.toasts.show('Everything that was kept on this device is deleted.', { kind: 'success' });
		});
	}

	/** Runs an action of the user; a failure is shown as a toast. */
	async attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
		try {
			return await action();
		} catch (thrown) {
			this.toasts.show(toFailure(thrown).message, { kind: 'error', duration: 0 });
			return undefined;
		}
	}
}

/** Opens the log and makes the object graph; the engine starts when {@link Workbench.start} is called. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
	let superseded: (failure: Failure) => void = () => undefined;
	const { store, fallback } = await openStore({ onSuperseded: (failure) => superseded(toFailure(failure)) });
	const workbench = new Workbench(store, await openEngine(store), options);
	workbench.storageFailure = fallback;
	superseded = (failure) => {
		workbench.storageFailure = failure;
	};
	await workbench.settings.read();
	return workbench;
}
