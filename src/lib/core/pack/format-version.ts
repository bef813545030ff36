import type { PipelineStep } from '../features/steps';
import type { Manifest } from './manifest';

type Parts = Pick<Manifest, 'schema' | 'pipeline' | 'members' | 'combiner' | 'calibration'>;

const oldSteps: ReadonlySet<PipelineStep['op']> = new Set(['copy', 'log1p', 'hour', 'less-than']);

/** The lowest format that holds such a pack; what each adds is said at `formatVersion` of the manifest. */
export function neededFormat({ schema, pipeline, members, combiner, calibration }: Parts): Manifest['formatVersion'] {
	const newColumns = schema.columns.some(({ type, optional, sensitive }) => type === 'datetime' || optional === true || sensitive !== undefined);
	const newSteps = pipeline.some(({ op, to }) => !oldSteps.has(op) || to.startsWith('_'));
	const newModel = members.some(({ kind }) => kind === 'anomaly') || calibration.kind === 'isotonic';
	if (newColumns || newSteps || newModel) return 3;
	return members.length === 1 && members[0].kind === 'mlp' && combiner.kind === 'single' ? 1 : 2;
}
