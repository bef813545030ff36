import type { BackendName } from '../core/backend';
import { toFailure, type Failure } from '../core/errors';
import type { EngineStatus, PackSource, ScoringEngine } from '../engine/types';

export type EngineStage =
	| { readonly kind: 'loading'; readonly label: string }
	| { readonly kind: 'ready'; readonly status: EngineStatus }
	| { readonly kind: 'failed'; readonly failure: Failure };

/** Which pack is loaded and what it runs on. */
export class EngineState {
	stage = $state.raw<EngineStage>({ kind: 'loading', label: '' });
	#loading: AbortController | null = null;

	constructor(readonly engine: ScoringEngine) {}

	get status(): EngineStatus | null {
		return this.stage.kind === 'ready' ? this.stage.status : null;
	}

	/** Loads a pack; a load that is still under way is given up for this one. Failures end up in `stage`. */
	async load(pack: PackSource, pin: BackendName | null): Promise<void> {
		this.#loading?.abort();
		const own = (this.#loading = new AbortController());
		this.stage = { kind: 'loading', label: pack.label };
		try {
			const status = await this.engine.load(pack, { pin, signal: own.signal });
			if (own === this.#loading) this.stage = { kind: 'ready', status };
		} catch (thrown) {
			if (own === this.#loading) this.stage = { kind: 'failed', failure: toFailure(thrown) };
		}
	}

	/** Shows a load that failed before the engine was asked, for example because the list of packs cannot be read. */
	fail(thrown: unknown): void {
		this.#loading?.abort();
		this.stage = { kind: 'failed', failure: toFailure(thrown) };
	}
}
