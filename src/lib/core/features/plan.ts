import { invalidPipeline, Names } from './names';
import type { Source } from './names';
import { compileProfileStep } from './profiles/step-plan';
import type { ProfileStepPlan } from './profiles/step-plan';
import { compileRowStep } from './rows/compile';
import type { Forests } from './rows/compile';
import type { CompiledRowStep } from './rows/types';
import { isProfileStep } from './steps';
import type { PipelineStep } from './steps';
import type { Schema } from '../schema/schema';

/** Profile steps over one key and one time: they share what is remembered of earlier rows. */
export interface GroupPlan {
	readonly stage: number;
	/** What names whose profile it is: raw text columns and, after the first, features that are whole numbers. */
	readonly key: readonly Source[];
	readonly time: Source;
	readonly steps: readonly ProfileStepPlan[];
}

export interface RowStepPlan {
	readonly index: number;
	readonly stage: number;
	readonly step: CompiledRowStep;
}

/**
 * The order of work. A block goes through the stages one after the other, in each through its groups first and then
 * through its row steps: row steps run column at a time, groups memory at a time, and each finds its inputs made.
 */
export interface Plan {
	readonly stages: number;
	readonly rowSteps: readonly RowStepPlan[];
	readonly groups: readonly GroupPlan[];
	/** Raw text columns that name whose rows are counted as without history or repeated; null without profiles. */
	readonly firstKey: readonly Source[] | null;
}

/** Finds every step's inputs and its stage. Throws `pack.invalid` for a pipeline that cannot run. */
export function planPipeline(schema: Schema, pipeline: readonly PipelineStep[], forests: Forests): Plan {
	const names = new Names(schema);
	const stageOf: number[] = [];
	const after = (sources: readonly Source[]): number =>
		sources.reduce((latest, { kind, index }) => Math.max(latest, kind === 'made' ? stageOf[index] : 0), 0);
	const rowSteps: RowStepPlan[] = [];
	const groups = new Map<string, GroupPlan & { readonly steps: ProfileStepPlan[] }>();
	let firstKey: readonly Source[] | null = null;

	pipeline.forEach((step, index) => {
		if (isProfileStep(step)) {
			const key = step.key.map((name, part) => names.keyPart(name, step.to, part));
			if (new Set(step.key).size < key.length) throw invalidPipeline(`the key of “${step.to}” has a column twice`);
			const time = names.number(step.time, step.to);
			const plan = compileProfileStep(step, index, names);
			const stage = after([time, ...key, ...plan.sources]) + 1;
			const id = JSON.stringify([key, time, stage]);
			const group = groups.get(id) ?? { stage, key, time, steps: [] };
			group.steps.push(plan);
			groups.set(id, group);
			if (firstKey === null && key.some(({ kind }) => kind === 'made')) {
				throw invalidPipeline(`the key of “${step.to}”, its first profile step, has a feature in it; begin with one of columns only`);
			}
			firstKey ??= key;
			stageOf.push(stage);
		} else {
			const compiled = compileRowStep(step, names, forests);
			const stage = after(compiled.sources);
			rowSteps.push({ index, stage, step: compiled });
			stageOf.push(stage);
		}
		names.make(step.to, step.op === 'copy' ? step.from : null);
	});
	return { stages: Math.max(...stageOf) + 1, rowSteps, groups: [...groups.values()], firstKey };
}
