import { knownLevels } from '../core/features/known-levels';
import type { Pack } from '../core/pack/load';
import type { EngineStatus } from './types';

/** What a caller gets to know about a loaded pack and what it runs on. */
export function statusOf(
	{ manifest, sha256, pipeline, reference, card }: Pack,
	{ backend, certificate, reports }: Pick<EngineStatus, 'backend' | 'certificate' | 'reports'>
): EngineStatus {
	const { name, title, version, schema, policy, prior } = manifest;
	return {
		pack: {
			...{ name, title, version, sha256, schema, policy, prior, card },
			featureNames: pipeline.featureNames,
			profileKeys: pipeline.profileKeys,
			levels: knownLevels(schema, manifest.pipeline, reference)
		},
		backend,
		certificate,
		reports
	};
}
