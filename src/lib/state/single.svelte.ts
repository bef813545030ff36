import { toFailure, type Failure } from '../core/errors';
import type { Policy } from '../core/policy/policy';
import type { ScoringEngine, SingleInput, SingleScore } from '../engine/types';

export type SingleStage =
	| { readonly kind: 'empty' }
	| { readonly kind: 'scoring' }
	| { readonly kind: 'scored'; readonly score: SingleScore; readonly trueClass: 0 | 1 | null }
	| { readonly kind: 'failed'; readonly failure: Failure };

/** One transaction at a time, typed or pasted. */
export class SingleState {
	stage = $state.raw<SingleStage>({ kind: 'empty' });
	#newest = 0;

	constructor(
		private readonly engine: ScoringEngine,
		private readonly policy: () => Policy | null,
		private readonly onScore: (score: SingleScore) => void
	) {}

	async score(input: SingleInput): Promise<void> {
		const policy = this.policy();
		if (policy === null) return;
		const own = ++this.#newest;
		this.stage = { kind: 'scoring' };
		try {
			const score = await this.engine.scoreOne(input, policy);
			this.onScore(score);
			if (own === this.#newest) this.stage = { kind: 'scored', score, trueClass: input.trueClass };
		} catch (thrown) {
			if (own === this.#newest) this.stage = { kind: 'failed', failure: toFailure(thrown) };
		}
	}

	/** Shows what the reader of the typed text had to say. */
	refuse(failure: Failure): void {
		this.#newest++;
		this.stage = { kind: 'failed', failure };
	}
}
