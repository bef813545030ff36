import { toFailure, type Failure } from '../core/errors';
import type { PredictionLog, RunRecord } from '../core/run/types';
import type { RunLog, StorageUsage } from '../storage/log';

/** How long something deleted can be brought back, in milliseconds; after that it is removed for good at start-up. */
const undoForMs = 60 * 60 * 1000;
const pageSize = 50;

/** The log as lists, kept up to date while the page is open, in this tab and with what other tabs do. */
export class HistoryState {
	runs = $state.raw<readonly RunRecord[]>([]);
	predictions = $state.raw<readonly PredictionLog[]>([]);
	usage = $state.raw<StorageUsage | null>(null);
	/** False until the first reading is in. */
	ready = $state(false);
	failure = $state.raw<Failure | null>(null);
	moreRuns = $state(false);
	morePredictions = $state(false);
	#shown = { runs: pageSize, predictions: pageSize };
	#newest = 0;

	constructor(
		private readonly log: RunLog,
		private readonly now: () => number
	) {}

	/** Reads the lists and follows changes. Returns the function that stops following. */
	follow(): () => void {
		// A run whose worker died or whose tab was closed since this page opened still says that it is running.
		void this.log
			.markInterrupted(this.now())
			.catch(() => undefined)
			.then(() => this.refresh());
		return this.log.watch(() => void this.refresh());
	}

	/** Reads the lists again. Of readings that overlap, the one that began last counts. */
	async refresh(): Promise<void> {
		const own = ++this.#newest;
		try {
			const [runs, predictions, usage, running] = await Promise.all([
				this.log.listRuns(this.#shown.runs + 1),
				this.log.listPredictions(this.#shown.predictions + 1),
				this.log.usage(),
				this.log.runningIds()
			]);
			if (own !== this.#newest) return;
			this.moreRuns = runs.length > this.#shown.runs;
			this.morePredictions = predictions.length > this.#shown.predictions;
			// Where the storage is full nobody could write down that the run was cut off, and it must not look busy for ever.
			const cutOff = (run: RunRecord): boolean => run.status === 'running' && !running.has(run.id);
			this.runs = runs.slice(0, this.#shown.runs).map((run) => (cutOff(run) ? { ...run, status: 'interrupted' } : run));
			this.predictions = predictions.slice(0, this.#shown.predictions);
			this.usage = usage;
			this.failure = null;
			this.ready = true;
		} catch (thrown) {
			if (own === this.#newest) this.failure = toFailure(thrown);
		}
	}

	showMoreRuns(): Promise<void> {
		this.#shown.runs += pageSize;
		return this.refresh();
	}

	showMorePredictions(): Promise<void> {
		this.#shown.predictions += pageSize;
		return this.refresh();
	}

	/** Takes a run out of the lists; resolves with the function that brings it back. */
	async deleteRun(id: string): Promise<() => Promise<void>> {
		await this.log.deleteRun(id);
		await this.refresh();
		return async () => {
			await this.log.undoDelete(id);
			await this.refresh();
		};
	}

	async deletePrediction(id: string): Promise<() => Promise<void>> {
		await this.log.deletePrediction(id);
		await this.refresh();
		return async () => {
			await this.log.undoDeletePrediction(id);
			await this.refresh();
		};
	}

	/** At start-up: names the runs that a closed tab cut off, and removes what was deleted long enough ago. */
	async settle(): Promise<readonly RunRecord[]> {
		const interrupted = await this.log.markInterrupted(this.now());
		await this.log.purgeDeleted(undoForMs, this.now());
		return interrupted;
	}

	/** Frees the room of everything deleted now, undo included. */
	async purge(): Promise<void> {
		await this.log.purgeDeleted(0, this.now());
		await this.refresh();
	}

	async requestPersistence(): Promise<boolean> {
		const granted = await this.log.requestPersistence();
		await this.refresh();
		return granted;
	}
}
