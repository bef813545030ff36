import type { Pack } from '../core/pack/load';
import type { ChosenBackend } from './backends/types';
import type { EngineStatus } from './types';

/** What a caller gets to know about a loaded pack and the backend chosen for it. */
export function statusOf({ manifest, sha256, pipeline, card }: Pack, chosen: ChosenBackend): EngineStatus {
	const { name, title, version, schema, policy, prior } = manifest;
	return {
		pack: { name, title, version, sha256, schema, featureNames: pipeline.featureNames, policy, prior, card },
		backend: chosen.backend.name,
		certificate: chosen.certificate,
		reports: chosen.reports
	};
}
