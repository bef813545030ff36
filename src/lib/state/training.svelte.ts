import { ShrikeError, toFailure, type Failure } from '../core/errors';
import type { RoundProgress } from '../training/hybrid/progress';
import type { RowCounts } from '../training/prepare-data';
import { saveBlob } from './save-blob';
import { isFromTraining, type FromTraining, type ToTraining, type TrainedFiles, type TrainingRequest } from './training-protocol';
import { recipes, type Recipe } from './training-recipes';

/** The part of a `Worker` that is needed here. */
export interface TrainingWorker {
	postMessage(message: ToTraining): void;
	terminate(): void;
	onmessage: ((event: MessageEvent<unknown>) => void) | null;
	onerror: ((event: ErrorEvent) => void) | null;
	onmessageerror: ((event: MessageEvent<unknown>) => void) | null;
}

export type TrainingStage =
	| { readonly kind: 'idle' }
	| {
			readonly kind: 'working';
			readonly recipe: Recipe;
			readonly title: string;
			/** The file being read, while one is. */
			readonly reading: string | null;
			/** Null until all files are read. */
			readonly counts: RowCounts | null;
			/** The last report of every member that has begun, by its id. */
			readonly rounds: { readonly [member: string]: RoundProgress };
			/** Milliseconds since 1970. */
			readonly startedAt: number;
	  }
	| { readonly kind: 'done'; readonly trained: TrainedFiles; readonly counts: RowCounts | null; readonly elapsedMs: number; readonly installed: boolean; readonly saved: boolean }
	| { readonly kind: 'failed'; readonly failure: Failure };

/** Training a pack in a worker of its own, one at a time. It goes on while other pages of the app are looked at. */
export class TrainingState {
	stage = $state.raw<TrainingStage>({ kind: 'idle' });
	installing = $state(false);
	/** Why the trained pack could not be installed; null while nothing was wrong. */
	installFailure = $state.raw<Failure | null>(null);
	/** What was asked for last, so that it can be asked for again. */
	asked = $state.raw<TrainingRequest | null>(null);
	readonly recipes: readonly Recipe[] = recipes;
	#worker: TrainingWorker | null = null;

	constructor(
		private readonly startWorker: () => TrainingWorker,
		/** Keeps and uses a pack; rejects with why it cannot. */
		private readonly installFiles: (files: readonly File[]) => Promise<void>,
		private readonly now: () => number
	) {}

	get busy(): boolean {
		return this.stage.kind === 'working';
	}

	/** What leaving the tab would lose, in words; null where that is nothing. */
	get unkept(): string | null {
		if (this.busy) return 'A model is being trained.';
		return this.stage.kind === 'done' && !this.stage.installed && !this.stage.saved ? 'A trained model is not installed yet.' : null;
	}

	start(request: TrainingRequest): void {
		const recipe = this.recipes.find(({ name }) => name === request.recipe);
		if (this.busy || recipe === undefined) return;
		this.asked = request;
		this.stage = {
			kind: 'working',
			recipe,
			title: request.title,
			reading: null,
			counts: null,
			rounds: {},
			startedAt: this.now()
		};
		try {
			const worker = (this.#worker = this.startWorker());
			worker.onmessage = ({ data }) => (isFromTraining(data) ? this.#take(data) : this.#fail(crashed('it said something that is not understood')));
			worker.onerror = (event) => {
				event.preventDefault();
				this.#fail(crashed(event.message));
			};
			worker.onmessageerror = () => this.#fail(crashed('its answer could not be read'));
			worker.postMessage({ kind: 'train', request });
		} catch (thrown) {
			this.#fail(thrown);
		}
	}

	/** Ends the training at once; nothing of it is kept. */
	cancel(): void {
		this.#end();
		this.stage = { kind: 'idle' };
	}

	/** Keeps the trained pack with the others and scores with it. What keeps it from that is in `installFailure`. */
	async install(): Promise<void> {
		if (this.stage.kind !== 'done' || this.stage.installed || this.installing) return;
		const before = this.stage;
		this.installing = true;
		this.installFailure = null;
		try {
			await this.installFiles(Object.entries(before.trained.files).map(([name, bytes]) => new File([bytes], name)));
			if (this.stage.kind === 'done' && this.stage.trained === before.trained) this.stage = { ...this.stage, installed: true };
		} catch (thrown) {
			this.installFailure = toFailure(thrown);
		} finally {
			this.installing = false;
		}
	}

	/** Hands the trained pack to the browser's downloads as a .zip, which another Shrike installs. */
	async save(): Promise<void> {
		if (this.stage.kind !== 'done') return;
		const { sha256, name, files } = this.stage.trained;
		const { zipSync } = await import('fflate');
		const zip = zipSync(Object.fromEntries(Object.entries(files).map(([file, bytes]) => [`${name}/${file}`, bytes])));
		saveBlob(new Blob([new Uint8Array(zip)], { type: 'application/zip' }), `${name}.zip`);
		if (this.stage.kind === 'done' && this.stage.trained.sha256 === sha256) this.stage = { ...this.stage, saved: true };
	}

	/** Back to the form. */
	reset(): void {
		if (this.busy || this.installing) return;
		this.stage = { kind: 'idle' };
		this.installFailure = null;
	}

	#take(message: FromTraining): void {
		const { stage } = this;
		if (stage.kind !== 'working') return;
		switch (message.kind) {
			case 'reading':
				this.stage = { ...stage, reading: message.file };
				return;
			case 'rows':
				this.stage = { ...stage, reading: null, counts: message.counts };
				return;
			case 'round':
				this.stage = { ...stage, rounds: { ...stage.rounds, [message.progress.member]: message.progress } };
				return;
			case 'trained':
				this.#end();
				this.stage = {
					kind: 'done',
					trained: message.trained,
					counts: stage.counts,
					elapsedMs: this.now() - stage.startedAt,
					installed: false,
					saved: false
				};
				return;
			case 'failure':
				this.#end();
				this.stage = { kind: 'failed', failure: message.failure };
		}
	}

	#fail(thrown: unknown): void {
		this.#end();
		this.stage = { kind: 'failed', failure: toFailure(thrown) };
	}

	/** A worker that has trained holds its memory until it ends. */
	#end(): void {
		this.#worker?.terminate();
		this.#worker = null;
	}
}

function crashed(why: string): ShrikeError {
	return new ShrikeError(
		'engine.worker-crashed',
		`The training worker stopped: ${why || 'the browser does not say why; memory may have run out'}. Close other tabs or give fewer rows, then train again.`
	);
}
