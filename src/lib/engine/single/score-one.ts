import type { PipelineSession } from '../../core/features/session';
import type { Pack } from '../../core/pack/load';
import { clipMargin, scoreOfMargin } from '../../core/pack/score';
import { decide } from '../../core/policy/policy';
import type { Policy } from '../../core/policy/policy';
import type { RunStore } from '../../core/run/store';
import type { BackendRelay } from '../run/backend-relay';
import { beginWith } from '../run/history';
import type { SingleInput, SingleScore } from '../types';
import { prepareRaw, prepareStandardised } from './prepare';

export interface ScoreOneDeps {
	readonly pack: Pack;
	readonly relay: BackendRelay;
	readonly store: RunStore;
	/** Milliseconds since 1970. */
	readonly clock: () => number;
	readonly newId: () => string;
}

/**
 * Scores one transaction and logs it before it answers. Throws `input.wrong-count`, `input.looks-raw` and
 * `input.invalid` before anything is scored, what a history that does not fit fails with, and what the log fails with after.
 */
export async function scoreOne(deps: ScoreOneDeps, input: SingleInput, policy: Policy): Promise<SingleScore> {
	const { pack, relay, store, clock } = deps;
	const began = clock();
	const prepared =
		input.kind === 'raw'
			? prepareRaw(pack, input.values, await sessionFor(deps, input.historyRun ?? null))
			: prepareStandardised(pack, input.values);
	const { margins, certificate } = await relay.margins(prepared.features, 1);
	const margin = clipMargin(margins[0], pack.manifest);
	const probability = scoreOfMargin(margin, pack.manifest);
	const decision = decide(probability, policy);
	const id = deps.newId();
	// One figure for the page and the log: what the model took, before the log is written.
	const latencyMs = clock() - began;
	await store.logPrediction({
		id,
		timestamp: began,
		latency: latencyMs,
		prediction: decision === 'approve' ? 0 : 1,
		probability,
		true_class: input.trueClass,
		margin,
		decision,
		threshold: policy.review,
		backend: certificate.backend,
		packSha256: pack.sha256,
		certificateId: certificate.id,
		runId: null,
		row: null,
		features: prepared.raw
	});
	return {
		id,
		probability,
		margin,
		decision,
		threshold: policy.review,
		backend: certificate.backend,
		certificateId: certificate.id,
		packTitle: pack.manifest.title,
		latencyMs,
		warnings: prepared.warnings,
		standardised: [...prepared.features]
	};
}

/** Throws `state.not-needed`, `storage.not-found`, and what saved profiles that do not fit fail with. */
async function sessionFor({ pack, store }: ScoreOneDeps, historyRun: string | null): Promise<PipelineSession> {
	if (historyRun === null) return pack.pipeline.begin();
	const hash = await store.keyedHash();
	return (await beginWith({ pack, store, hash }, { kind: 'run', runId: historyRun })).session;
}
