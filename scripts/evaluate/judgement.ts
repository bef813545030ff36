import { z } from 'zod';
import { figure } from '../../src/lib/core/pack/evaluation';

const figures = z.record(z.string(), figure);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What an evaluation found: printed by `evaluate --json`, and kept by `evaluate --all`. */
export const judgement = z.strictObject({
	pack: z.string(),
	version: z.string(),
	protocol: z.strictObject({
		name: z.string(),
		title: z.string(),
		/** True for a split at random, which flatters. */
		optimistic: z.boolean(),
		/** How it was carried out, in sentences. */
		text: z.string()
	}),
	seed: z.number().int(),
	data: z.array(z.strictObject({ name: z.string(), sha256 })),
	folds: z.strictObject({ name: z.string(), sha256 }).nullable(),
	/** Rows that were learned from and tested; of folds every row is both. */
	train: z.strictObject({ rows: z.number().int(), frauds: z.number().int() }),
	test: z.strictObject({ rows: z.number().int(), frauds: z.number().int() }),
	/** Rows that repeated an earlier one and were dropped. */
	duplicates: z.number().int(),
	normalWeight: z.number(),
	prior: z.number(),
	/** Chosen on rows that were held out of the training rows, never on the test. */
	threshold: z.number(),
	bootstrap: z.strictObject({ draws: z.number().int(), seed: z.number().int(), level: z.number() }),
	k: z.number().int(),
	removeDetected: z.boolean(),
	reviewCost: z.number(),
	figures,
	/** Each of several members on its own; their scores are not calibrated by the ensemble. */
	members: z.array(z.strictObject({ id: z.string(), figures })),
	combiner: z.string(),
	calibration: z.string(),
	seconds: z.number()
});
export type Judgement = z.infer<typeof judgement>;
