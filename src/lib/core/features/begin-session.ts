import { ShrikeError } from '../errors';
import type { Column } from '../schema/schema';
import { ColumnRoom, newBlock } from './block';
import type { Block } from './block';
import type { Plan } from './plan';
import { Profiles } from './profiles/profiles';
import { requireWidth } from './scale';
import type { FeatureScale } from './scale';
import type { PipelineSession, RawRows, SessionCounts, SessionStart } from './session';
import { atOnce } from './state/pieces';
import { TextDictionary } from './text-dictionary';

/** A pipeline whose every name was found. */
export interface RunnablePipeline {
	/** The raw columns, in schema order. */
	readonly columns: readonly Column[];
	readonly plan: Plan;
	/** How many steps it has. */
	readonly steps: number;
	/** Indices of the steps that members read. */
	readonly features: readonly number[];
	readonly scale: FeatureScale;
	/** See `pipelineDigest`. */
	readonly digest: string;
}

/** See `CompiledPipeline.begin`. */
export function beginSession(compiled: RunnablePipeline, { state }: SessionStart = {}): PipelineSession {
	const { columns, plan, steps, features, scale, digest } = compiled;
	const dictionaries = columns.map(({ type }) => (type === 'string' ? new TextDictionary() : null));
	const rowSteps = plan.rowSteps.map(({ index, stage, step }) => ({ index, stage, run: step.bind(dictionaries) }));
	const profiles = plan.firstKey && new Profiles(plan, plan.firstKey, dictionaries, digest);
	if (state && !profiles) {
		throw new ShrikeError('state.not-needed', 'This model looks at every row alone and takes no saved profiles. Score without them.');
	}
	if (state) profiles?.load(state.bytes, state.hash);

	const room = new ColumnRoom();
	function made(raw: RawRows): Block {
		requireWidth(raw.columns.length, columns.length, 'raw columns');
		const block = newBlock(raw, steps, room);
		const profiled = profiles?.begin(block);
		for (let stage = 0; stage < plan.stages; stage++) {
			profiled?.runStage(stage);
			for (const step of rowSteps) {
				if (step.stage === stage) block.made[step.index] = step.run(block);
			}
		}
		profiled?.finish();
		return block;
	}
	const featuresOf = (block: Block): Float64Array[] => features.map((index) => block.made[index]);
	const none: SessionCounts = { withoutHistory: 0, late: 0, repeated: 0 };
	return {
		dictionaries,
		get counts() {
			return profiles?.counts ?? none;
		},
		transform: (raw, out) => {
			scale.columns(featuresOf(made(raw)), raw.rows, out);
			room.recycle();
		},
		unscaled: (raw) => {
			const kept = featuresOf(made(raw));
			room.recycle(kept);
			return kept;
		},
		giveBack: (kept) => room.takeBack(kept),
		lend: (buffers) => buffers.forEach((buffer) => room.add(buffer)),
		save: (hash) => profiles && atOnce(profiles.saving(hash)),
		*saving(hash) {
			return profiles && (yield* profiles.saving(hash));
		}
	};
}
