import { z } from '../../core/zod';

const share = z.number().gt(0).max(1);

/** How trees are boosted. A row's weight counts in gradients, Hessians and bins alike. */
export const gbdtConfig = z.strictObject({
	/** Most trees. */
	rounds: z.number().int().positive().max(100_000),
	learningRate: z.number().gt(0).max(1),
	maxLeaves: z.number().int().min(2).max(65_536),
	/** Most splits from root to leaf; null for any number. */
	maxDepth: z.number().int().positive().nullable(),
	/** Penalties on a leaf's value: α·|w| and ½·λ·w². */
	l1: z.number().nonnegative(),
	l2: z.number().nonnegative(),
	/** A split must lower the penalised loss by more than this (XGBoost's γ). */
	minGain: z.number().nonnegative(),
	/** Least sum of Hessians, weight · p · (1 - p), in a leaf (XGBoost's min_child_weight). */
	minHessian: z.number().nonnegative(),
	/** Least number of rows in a leaf, whatever they weigh. */
	minRows: z.number().int().positive(),
	/** Share of rows drawn for each tree, without replacement. */
	rowShare: share,
	/** Share of features drawn for each tree. */
	featureShare: share,
	/** Most bins a feature, its missing values aside. */
	maxBins: z.number().int().min(2).max(255),
	/** By feature: 1 when the margin must not fall as it grows, -1 when it must not rise, 0 for neither. Missing ones are 0. */
	monotone: z.array(z.union([z.literal(-1), z.literal(0), z.literal(1)])),
	/** What early stopping watches on the validation rows. */
	stopBy: z.enum(['logLoss', 'averagePrecision']),
	/** Rounds without a better validation figure before boosting stops. */
	patience: z.number().int().positive()
});
export type GbdtConfig = z.infer<typeof gbdtConfig>;

export const defaultGbdt: GbdtConfig = {
	rounds: 300,
	learningRate: 0.05,
	maxLeaves: 31,
	maxDepth: null,
	l1: 0,
	l2: 1,
	minGain: 0,
	minHessian: 1e-3,
	minRows: 20,
	rowShare: 1,
	featureShare: 1,
	maxBins: 255,
	monotone: [],
	stopBy: 'logLoss',
	patience: 30
};
