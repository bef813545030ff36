import type { PipelineStep } from '../core/features/steps';
import type { Calibration, Manifest, Member } from '../core/pack/manifest';

/** What decides the format that a pack needs. */
export interface PackShape {
	readonly pipeline: readonly PipelineStep[];
	readonly members: readonly Member['kind'][];
	readonly calibration?: Calibration;
	readonly schema: Manifest['schema'];
}

const firstSteps: ReadonlySet<string> = new Set<PipelineStep['op']>(['copy', 'log1p', 'hour', 'less-than']);

/** The lowest format version that holds a pack, so that older programs read what they can. */
export function leastFormat({ pipeline, members, calibration, schema }: PackShape): Manifest['formatVersion'] {
	const isThird =
		pipeline.some(({ op, to }) => !firstSteps.has(op) || to.startsWith('_')) ||
		schema.columns.some(({ type, optional, sensitive }) => type === 'datetime' || optional === true || sensitive !== undefined) ||
		members.includes('anomaly') ||
		calibration?.kind === 'isotonic';
	if (isThird) return 3;
	return members.length === 1 && members[0] === 'mlp' ? 1 : 2;
}
