import type { BackendName } from '../core/backend';
import { fromFailure, ShrikeError, toFailure, type Failure } from '../core/errors';
import type { InputNames } from '../core/input/types';
import { columnWithRole, featureColumns, type Column } from '../core/schema/schema';
import type { EngineStatus, PackSource, ScoringEngine } from '../engine/types';

export type EngineStage =
	| { readonly kind: 'loading'; readonly label: string }
	| { readonly kind: 'ready'; readonly status: EngineStatus }
	| { readonly kind: 'failed'; readonly failure: Failure };

/** Which pack is loaded and what it runs on. */
export class EngineState {
	stage = $state.raw<EngineStage>({ kind: 'loading', label: '' });
	#loading: AbortController | null = null;
	readonly #watchers = new Set<() => void>();

	/** @param rehearses whether loaded models get ready to score files, see {@link LoadOptions} */
	constructor(
		readonly engine: ScoringEngine,
		private readonly rehearses = false
	) {}

	get status(): EngineStatus | null {
		return this.stage.kind === 'ready' ? this.stage.status : null;
	}

	/** The raw columns that the loaded pack scores by, in schema order. */
	readonly columns: readonly Column[] = $derived(this.status === null ? [] : featureColumns(this.status.pack.schema));

	/** What a typed transaction's values may be called. */
	readonly inputNames: InputNames = $derived.by(() => {
		const label = this.status === null ? undefined : columnWithRole(this.status.pack.schema, 'label');
		const named = label ? [...this.columns, label] : this.columns;
		return {
			rawNames: this.columns.map((column) => column.name),
			featureNames: this.status?.pack.featureNames ?? [],
			labelName: label?.name,
			aliases: Object.fromEntries(named.map(({ name, aliases }) => [name, aliases])),
			kinds: Object.fromEntries(
				this.columns.flatMap(({ name, type }) => (type === 'number' ? [] : [[name, type === 'string' ? 'text' : 'date'] as const]))
			),
			optional: this.columns.flatMap(({ name, optional }) => (optional === true ? [name] : []))
		};
	});

	/** One generated transaction as a line of text, under its header where blanks and commas may be in it. */
	async example(): Promise<string> {
		const seed = Math.floor(Math.random() * 2 ** 32);
		const { blob } = await this.engine.sample({ rows: 1, seed });
		const [header = '', line = ''] = (await blob.text()).split('\n');
		return this.columns.some(({ type }) => type !== 'number') ? `${header}\n${line}` : line;
	}

	/** Loads a pack; a load that is still under way is given up for this one. Failures end up in `stage`. */
	async load(pack: PackSource, pin: BackendName | null): Promise<void> {
		this.#loading?.abort();
		const own = (this.#loading = new AbortController());
		this.stage = { kind: 'loading', label: pack.label };
		try {
			const status = await this.engine.load(pack, { pin, rehearse: this.rehearses, signal: own.signal });
			if (own === this.#loading) this.#settle({ kind: 'ready', status });
		} catch (thrown) {
			if (own === this.#loading) this.#settle({ kind: 'failed', failure: toFailure(thrown) });
		}
	}

	/** Waits until no pack is being loaded. Rejects with what loading failed with, and `engine.cancelled` after an abort. */
	loaded(signal?: AbortSignal): Promise<EngineStatus> {
		return new Promise((resolve, reject) => {
			const end = (how: () => void) => {
				unwatch();
				signal?.removeEventListener('abort', look);
				how();
			};
			const look = () => {
				const { stage } = this;
				if (signal?.aborted) end(() => reject(new ShrikeError('engine.cancelled', 'Cancelled.')));
				else if (stage.kind === 'ready') end(() => resolve(stage.status));
				else if (stage.kind === 'failed') end(() => reject(fromFailure(stage.failure)));
			};
			const unwatch = this.watch(look);
			signal?.addEventListener('abort', look);
			look();
		});
	}

	/** Calls back whenever loading a pack has ended, well or not. Returns the function that ends it. */
	watch(callback: () => void): () => void {
		const own = () => callback();
		this.#watchers.add(own);
		return () => void this.#watchers.delete(own);
	}

	/** Asks what the engine runs on by now: a backend may have died since the pack was loaded. */
	async refresh(): Promise<void> {
		const before = this.stage;
		if (before.kind !== 'ready') return;
		const status = await this.engine.status().catch(() => null);
		if (status !== null && this.stage === before) this.stage = { kind: 'ready', status };
	}

	/** Shows a load that failed before the engine was asked, for example because the list of packs cannot be read. */
	fail(thrown: unknown): void {
		this.#loading?.abort();
		this.#loading = null;
		this.#settle({ kind: 'failed', failure: toFailure(thrown) });
	}

	#settle(stage: EngineStage): void {
		this.stage = stage;
		for (const tell of [...this.#watchers]) tell();
	}
}
