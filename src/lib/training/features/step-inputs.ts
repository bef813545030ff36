import type { PipelineStep } from '../../core/features/steps';

/** Names of the columns and features that a step reads. */
export function stepInputs(step: PipelineStep): string[] {
	switch (step.op) {
		case 'coalesce':
		case 'encode':
		case 'haversine':
		case 'anomaly':
			return [...step.from];
		case 'combine':
			return [step.left, step.right].filter((operand) => typeof operand === 'string');
		case 'window':
		case 'decay':
			return [...step.key, step.time, ...(step.of === null ? [] : [step.of])];
		case 'since':
		case 'risk':
			return [...step.key, step.time];
		case 'previous':
			return [...step.key, step.time, step.of];
		case 'distance-from-last':
			return [...step.key, step.time, ...step.from];
		default:
			return [step.from];
	}
}

/** The steps that these names are made by, and those that these need, in order; names of raw columns need none. */
export function stepsFor(pipeline: readonly PipelineStep[], names: readonly string[]): PipelineStep[] {
	const wanted = new Set(names);
	const kept: PipelineStep[] = [];
	for (const step of [...pipeline].reverse()) {
		if (!wanted.has(step.to)) continue;
		kept.unshift(step);
		for (const input of stepInputs(step)) wanted.add(input);
	}
	return kept;
}
