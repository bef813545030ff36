import { z } from '../zod';
import { referenceHours } from './hours';
import { referenceTextColumn } from './text-columns';

export { buildReference, type ReferenceParts } from './build-reference';

const ascending = (numbers: readonly number[]) => numbers.every((x, i) => i === 0 || x >= numbers[i - 1]);
const strictlyAscending = (numbers: readonly number[]) => numbers.every((x, i) => i === 0 || x > numbers[i - 1]);

/**
 * Weighted counts over the data it was made from; bin i holds `edges[i] ≤ value < edges[i + 1]`, the last one its upper
 * edge too. The outer edges are the least and the greatest value seen: later values beyond them belong to the outer bins.
 */
const referenceHistogram = z
	.strictObject({ edges: z.array(z.number()).min(2), counts: z.array(z.number().nonnegative()) })
	.refine((h) => h.counts.length === h.edges.length - 1, 'a histogram needs one more edge than counts')
	.refine((h) => strictlyAscending(h.edges), 'edges must ascend strictly');

/** Quantiles by the inverted distribution function, one a probability. */
const quantileSketch = z
	.strictObject({ probabilities: z.array(z.number().min(0).max(1)).min(2), values: z.array(z.number()) })
	.refine((s) => s.values.length === s.probabilities.length, 'a sketch needs one value a probability')
	.refine((s) => strictlyAscending(s.probabilities) && ascending(s.values), 'probabilities and values must ascend');
export type QuantileSketch = z.infer<typeof quantileSketch>;

const distributionShape = {
	/** Rows with a value, not weighted. */
	count: z.number().int().positive(),
	/** Rows without. */
	missing: z.number().int().nonnegative(),
	/** Weighted. */
	mean: z.number(),
	std: z.number().nonnegative(),
	histogram: referenceHistogram,
	quantiles: quantileSketch
};

/** How one quantity was distributed. */
const referenceDistribution = z.strictObject(distributionShape);
export type ReferenceDistribution = z.infer<typeof referenceDistribution>;

const referenceColumn = z.strictObject({ name: z.string().min(1), ...distributionShape });
export type ReferenceColumn = z.infer<typeof referenceColumn>;

/** A raw column also has the sketch of each class, from which a data generator draws; null for a class without rows. */
const referenceRawColumn = z.strictObject({
	name: z.string().min(1),
	...distributionShape,
	byClass: z.strictObject({ normal: quantileSketch.nullable(), fraud: quantileSketch.nullable() }),
	/** Of a column of dates. */
	hours: referenceHours.optional()
});

/** A pack's `reference.json`: what its inputs and answers looked like when it was made. Drift is measured against it. */
export const reference = z.strictObject({
	format: z.literal('shrike-reference'),
	formatVersion: z.literal(1),
	/** Raw feature columns on the training split, in schema order, in their own units; of a schema with texts its other columns. */
	raw: z.array(referenceRawColumn),
	/** Raw text columns; absent for a schema without. */
	texts: z.array(referenceTextColumn).optional(),
	/** Pipeline features on the training split, in pipeline order, before scaling. */
	features: z.array(referenceColumn),
	/** Calibrated probabilities on the validation split; 50 equal bins on [0, 1]. */
	scores: referenceDistribution,
	/** Margins on the validation split. */
	margins: referenceDistribution
});
export type Reference = z.infer<typeof reference>;
