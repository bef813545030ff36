import type { PipelineStep } from '../core/features/steps';
import type { Schema } from '../core/schema/schema';
import type { GbdtConfig } from './gbdt/config';
import type { Protocol } from './protocols/protocol';
import type { ThresholdChoice } from './threshold';

/** How a multi-layer perceptron is fitted. */
export interface MlpConfig {
	readonly kind: 'mlp';
	/** Units of the hidden ReLU layers, first to last. */
	readonly hidden: readonly number[];
	/** Share of hidden units silenced in a training step. */
	readonly dropout: number;
	/** Of Adam. */
	readonly learningRate: number;
	readonly batchRows: number;
	readonly maxEpochs: number;
	/** Training ends after so many epochs without a lower validation loss; the best epoch's weights are kept. */
	readonly patience: number;
	/** L2 penalty on kernels. */
	readonly l2: number;
	/** Networks fitted from different starts; the one of lowest validation loss is kept. */
	readonly starts: number;
}

/** How a logistic regression is fitted. */
export interface LogisticConfig {
	readonly kind: 'logistic';
	/** Penalty `½ · l2 · |coefficients|²` beside the sum of weighted losses. */
	readonly l2: number;
}

/** How boosted trees are fitted. */
export interface TreesConfig {
	readonly kind: 'gbdt';
	readonly boosting: GbdtConfig;
	/** Whether the validation split ends the boosting; else all rounds are kept. */
	readonly stopEarly: boolean;
}

/** How an isolation forest is grown, on normal rows only. */
export interface AnomalyConfig {
	readonly kind: 'anomaly';
	readonly trees: number;
	/** Normals that each tree is grown on, ψ in the paper; it also limits the depth, to ⌈log2 ψ⌉. */
	readonly sampleRows: number;
}

/** One member of a model; ids name files, so they are lower-case words. */
export type MemberConfig = (MlpConfig | LogisticConfig | TreesConfig | AnomalyConfig) & {
	readonly id: string;
	/** Learn from so many normals, drawn at random and weighted up so that their total stays; from all where absent. */
	readonly sampleNormals?: number;
};

/** How members are joined: a non-negative logistic regression of the fraud on their out-of-fold margins, or the best one alone. */
export interface CombinerConfig {
	readonly folds: number;
	/** Penalty as in {@link LogisticConfig}, on weights in units of each member's standard deviation. */
	readonly l2: number;
	/** Like a member's, for the rows whose out-of-fold margins are made: folds then cost less than their number. */
	readonly sampleNormals?: number;
}

/** Everything about a pack that is decided by its maker and not by the data. */
export interface TrainingConfig {
	readonly name: string;
	readonly title: string;
	readonly version: string;
	readonly description: string;
	readonly schema: Schema;
	readonly pipeline: readonly PipelineStep[];
	/**
	 * True share of frauds among all transactions, which the training data need not have; null where they have it once every
	 * normal row counts `normalWeight`.
	 */
	readonly prior: number | null;
	/** How many transactions a normal row of the data stands for, where normals were sampled; 1 where absent. */
	readonly normalWeight?: number;
	/** A row's time in seconds: a raw column or what a step makes of some. Null for rows that know no others and have no dates. */
	readonly time: string | null;
	/** The text column that names the card. */
	readonly cardColumn: string | null;
	/** What looking at a transaction costs, in the unit of the amounts. */
	readonly reviewCost: number;
	/** Rows with `column ≤ atMost` are left out of training, validation and test. */
	readonly leaveOut: { readonly column: string; readonly atMost: number; readonly why: string } | null;
	/** Ways to evaluate; by the split of the first the pack itself is trained. */
	readonly protocols: readonly [Protocol, ...Protocol[]];
	/** Standardised values are clipped to the training split's range and never beyond ± this. */
	readonly clip: number;
	readonly marginBounds: readonly [number, number];
	readonly members: readonly MemberConfig[];
	/** Null for a single member. */
	readonly combiner: CombinerConfig | null;
	/** Where reviews begin, chosen on rows that members have not learned from; `best-f1` where absent. */
	readonly threshold?: ThresholdChoice;
	readonly licence: string;
	readonly card: {
		readonly data: string;
		readonly intendedUse: readonly string[];
		readonly limits: readonly string[];
	};
}
