import { toFailure, type Failure } from '../core/errors';
import type { RunRecord } from '../core/run/types';
import type { EvaluationRequest, RunEvaluation, ScoringEngine } from '../engine/types';
import { saveBlob } from './save-blob';

export type EvaluationStage =
	| { readonly kind: 'none' }
	/** `before` is what was shown last, so that the page does not jump while new figures are computed. */
	| { readonly kind: 'working'; readonly before: RunEvaluation | null }
	| { readonly kind: 'ready'; readonly evaluation: RunEvaluation }
	| { readonly kind: 'failed'; readonly failure: Failure };

/** Settings move while they are typed; only where they come to rest is worth a bootstrap. Milliseconds. */
const restMs = 350;

const usual = { reviewCost: 5, alertsPerDay: 100, normalWeight: 1, removeDetected: false } as const;

/** A labelled run under judgement: what is assumed, and the figures that follow. */
export class EvaluationState {
	stage = $state.raw<EvaluationStage>({ kind: 'none' });
	run = $state.raw<RunRecord | null>(null);
	request = $state.raw<EvaluationRequest>({ threshold: 0.5, ...usual });
	#newest = 0;
	#resting: ReturnType<typeof setTimeout> | undefined;

	constructor(private readonly engine: Pick<ScoringEngine, 'evaluate'>) {}

	/** Looks at a run, from its own threshold on. The same run again changes nothing. */
	open(run: RunRecord): void {
		if (this.run?.id === run.id) return;
		this.run = run;
		this.stage = { kind: 'none' };
		this.request = { ...this.request, threshold: (run.redecided?.policy ?? run.policy).review };
		void this.#compute();
	}

	/** Changes what is assumed; the figures follow when it has come to rest. */
	assume(change: Partial<EvaluationRequest>): void {
		this.request = { ...this.request, ...change };
		clearTimeout(this.#resting);
		this.#resting = setTimeout(() => void this.#compute(), restMs);
	}

	/** Hands figures and curves, with what was assumed, to the browser's downloads as JSON. */
	save(): void {
		if (this.stage.kind !== 'ready') return;
		const { run, ...judged } = this.stage.evaluation;
		const report = { run: { id: run.id, file: run.file, pack: run.pack, policy: run.policy, backends: run.backends }, ...judged };
		saveBlob(new Blob([JSON.stringify(report, null, '\t')], { type: 'application/json' }), `${run.file.name}.evaluation.json`);
	}

	async #compute(): Promise<void> {
		const { run, request, stage } = this;
		if (run === null) return;
		const own = ++this.#newest;
		this.stage = { kind: 'working', before: stage.kind === 'ready' ? stage.evaluation : stage.kind === 'working' ? stage.before : null };
		try {
			const evaluation = await this.engine.evaluate(run.id, request);
			if (own === this.#newest) this.stage = { kind: 'ready', evaluation };
		} catch (thrown) {
			if (own === this.#newest) this.stage = { kind: 'failed', failure: toFailure(thrown) };
		}
	}
}
