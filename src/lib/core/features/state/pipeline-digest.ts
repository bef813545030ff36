import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Column } from '../../schema/schema';
import type { Plan } from '../plan';
import type { PipelineStep } from '../steps';

/**
 * Names what profiles remember: the profile steps, the steps that feed them, and the raw columns that tell repeated rows.
 * Versions of a model that differ in other steps only can take each other's profiles.
 */
export function pipelineDigest(columns: readonly Column[], pipeline: readonly PipelineStep[], plan: Plan): string {
	const needed = new Set<number>();
	const need = (index: number): void => {
		if (needed.has(index)) return;
		needed.add(index);
		for (const { kind, index: source } of sourcesOf(plan, index)) if (kind === 'made') need(source);
	};
	for (const { steps } of plan.groups) for (const { index } of steps) need(index);
	const parts = {
		columns: columns.map(({ name, type }) => [name, type]),
		steps: pipeline.filter((_, index) => needed.has(index))
	};
	return bytesToHex(sha256(utf8ToBytes(JSON.stringify(parts))));
}

function sourcesOf({ groups, rowSteps }: Plan, index: number): readonly { readonly kind: string; readonly index: number }[] {
	const row = rowSteps.find((step) => step.index === index);
	if (row) return row.step.sources;
	const group = groups.find(({ steps }) => steps.some((step) => step.index === index));
	return group ? [group.time, ...group.key, ...group.steps.flatMap(({ sources }) => sources)] : [];
}
