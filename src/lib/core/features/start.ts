import { ShrikeError } from '../errors';
import type { Column, Schema } from '../schema/schema';
import { newBlock } from './block';
import type { Block } from './block';
import { invalidPipeline } from './names';
import type { Plan } from './plan';
import { requireWidth } from './scale';
import type { FeatureScale } from './scale';
import type { PipelineSession, RawRows, SessionStart } from './session';
import type { PipelineStep } from './steps';
import { TextDictionary } from './text-dictionary';

/** A pipeline whose every name was found. */
export interface RunnablePipeline {
	readonly schema: Schema;
	readonly pipeline: readonly PipelineStep[];
	/** The raw columns, in schema order. */
	readonly columns: readonly Column[];
	readonly plan: Plan;
	/** Indices of the steps that members read. */
	readonly features: readonly number[];
	readonly scale: FeatureScale;
}

/** See `CompiledPipeline.begin`. */
export function beginSession(compiled: RunnablePipeline, start: SessionStart = {}): PipelineSession {
	const { pipeline, columns, plan, features, scale } = compiled;
	if (plan.firstKey !== null) throw invalidPipeline('profiles are not there yet');
	if (start.state && plan.firstKey === null) {
		throw new ShrikeError('state.not-needed', 'This model looks at every row alone and takes no saved profiles. Score without them.');
	}
	const dictionaries = columns.map(({ type }) => (type === 'string' ? new TextDictionary() : null));
	const rowSteps = plan.rowSteps.map(({ index, stage, step }) => ({ index, stage, run: step.bind(dictionaries) }));

	function made(raw: RawRows): Block {
		requireWidth(raw.columns.length, columns.length, 'raw columns');
		const block = newBlock(raw, pipeline.length);
		for (let stage = 0; stage < plan.stages; stage++) {
			for (const step of rowSteps) {
				if (step.stage === stage) block.made[step.index] = step.run(block);
			}
		}
		return block;
	}
	const unscaled = (raw: RawRows): Float64Array[] => {
		const block = made(raw);
		return features.map((index) => block.made[index]);
	};
	return {
		dictionaries,
		counts: { withoutHistory: 0, late: 0, repeated: 0 },
		unscaled,
		transform: (raw, out) => scale.columns(unscaled(raw), raw.rows, out),
		save: () => null
	};
}
