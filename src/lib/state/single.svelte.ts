import { toFailure, type Failure } from '../core/errors';
import type { Policy } from '../core/policy/policy';
import type { RunRecord } from '../core/run/types';
import type { ScoringEngine, SingleInput, SingleScore } from '../engine/types';

export type SingleStage =
	| { readonly kind: 'empty' }
	| { readonly kind: 'scoring' }
	| {
			readonly kind: 'scored';
			readonly score: SingleScore;
			readonly trueClass: 0 | 1 | null;
			/** The run whose profiles it was scored against; null for empty ones, or values that need none. */
			readonly history: RunRecord | null;
	  }
	| { readonly kind: 'failed'; readonly failure: Failure };

/** One transaction at a time, typed or pasted. */
export class SingleState {
	stage = $state.raw<SingleStage>({ kind: 'empty' });
	/** Finished runs whose profiles a transaction can be scored against, newest first; empty for a model without. */
	histories = $state.raw<readonly RunRecord[]>([]);
	/** The one of them that was chosen; null for empty profiles. */
	historyRun = $state<string | null>(null);
	#newest = 0;

	constructor(
		private readonly engine: Pick<ScoringEngine, 'scoreOne'>,
		private readonly policy: () => Policy | null,
		private readonly onScore: (score: SingleScore) => void,
		private readonly runsWithProfiles: (packSha256: string) => Promise<readonly RunRecord[]> = async () => []
	) {}

	/** Reads which histories there are for a pack; a choice that is not among them is forgotten. */
	async readHistories(packSha256: string | null): Promise<void> {
		const found = packSha256 === null ? [] : await this.runsWithProfiles(packSha256).catch(() => []);
		this.histories = found;
		if (!found.some(({ id }) => id === this.historyRun)) this.historyRun = null;
	}

	async score(input: SingleInput): Promise<void> {
		const policy = this.policy();
		if (policy === null) return;
		const own = ++this.#newest;
		this.stage = { kind: 'scoring' };
		try {
			const asked = input.kind === 'raw' ? { historyRun: this.historyRun, ...input } : input;
			const score = await this.engine.scoreOne(asked, policy);
			this.onScore(score);
			const runId = asked.kind === 'raw' ? asked.historyRun : null;
			const history = this.histories.find(({ id }) => id === runId) ?? null;
			if (own === this.#newest) this.stage = { kind: 'scored', score, trueClass: input.trueClass, history };
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
