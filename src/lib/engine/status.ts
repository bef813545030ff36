import type { Pack } from '../core/pack/load';
import type { EngineStatus } from './types';

/** What a caller gets to know about a loaded pack and what it runs on. */
export function statusOf(
	{ manifest, sha256, pipeline, card }: Pack,
	{ backend, certificate, reports }: Pick<EngineStatus, 'backend' | 'certificate' | 'reports'>
): EngineStatus {
	const { name, title, version, schema, policy, prior } = manifest;
	return {
		pack: { name, title, version, sha256, schema, featureNames: pipeline.featureNames, profileKeys: pipeline.profileKeys, policy, prior, card },
		backend,
		certificate,
		reports
	};
}
