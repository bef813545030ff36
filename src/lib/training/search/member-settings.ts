import { z } from '../../core/zod';
import type { CombinerConfig, MemberConfig } from '../config';
import { gbdtConfig } from '../gbdt/config';

const count = z.int().positive();
const penalty = z.number().nonnegative();
const common = { id: z.string(), sampleNormals: count.optional() };

/** Everything that a member's maker decides, with the ranges in which it works. */
export const memberSettings: z.ZodType<MemberConfig> = z.discriminatedUnion('kind', [
	z.strictObject({
		kind: z.literal('mlp'),
		hidden: z.array(count).min(1),
		dropout: z.number().min(0).lt(1),
		learningRate: z.number().gt(0),
		batchRows: count,
		maxEpochs: count,
		patience: count,
		l2: penalty,
		starts: count,
		...common
	}),
	z.strictObject({ kind: z.literal('logistic'), l2: penalty, ...common }),
	z.strictObject({ kind: z.literal('gbdt'), boosting: gbdtConfig, stopEarly: z.boolean(), ...common }),
	z.strictObject({ kind: z.literal('anomaly'), trees: count, sampleRows: z.int().min(2), ...common })
]);

export const combinerSettings: z.ZodType<CombinerConfig> = z.strictObject({
	folds: z.int().min(2).max(255),
	l2: penalty,
	sampleNormals: count.optional()
});
