import { toFailure, type Failure } from '../core/errors';
import type { Evaluation } from '../core/pack/evaluation';
import type { PackSource } from '../engine/types';

export type MakerStage =
	| { readonly kind: 'none' }
	| { readonly kind: 'reading' }
	/** `evaluation` is null where the pack's maker gave none. */
	| { readonly kind: 'ready'; readonly evaluation: Evaluation | null }
	| { readonly kind: 'failed'; readonly failure: Failure };

/** What a pack's maker measured of it, read from the pack itself. */
export class MakerEvaluationState {
	stage = $state.raw<MakerStage>({ kind: 'none' });
	#sha256: string | null = null;

	constructor(private readonly source: (sha256: string) => Promise<PackSource>) {}

	/** Reads the evaluation of a pack, every file of it verified on the way. The same pack again changes nothing. */
	async open(sha256: string): Promise<void> {
		if (this.#sha256 === sha256) return;
		this.#sha256 = sha256;
		this.stage = { kind: 'reading' };
		const stage = await this.#read(sha256);
		if (this.#sha256 === sha256) this.stage = stage;
	}

	async #read(sha256: string): Promise<MakerStage> {
		try {
			const [{ readPack, fetchBytes }, source] = await Promise.all([import('../engine/read-pack'), this.source(sha256)]);
			return { kind: 'ready', evaluation: (await readPack(source, fetchBytes)).evaluation };
		} catch (thrown) {
			return { kind: 'failed', failure: toFailure(thrown) };
		}
	}
}
