import { z } from '../zod';
import { evaluationCurves } from './evaluation-curves';

/** A measured figure with its 95 % interval; null where none was computed. */
export const figure = z.strictObject({
	value: z.number(),
	interval: z.tuple([z.number(), z.number()]).nullable()
});
export type Figure = z.infer<typeof figure>;

const evaluatedSet = z.strictObject({
	name: z.enum(['train', 'validation', 'test']),
	rows: z.number().int().nonnegative(),
	frauds: z.number().int().nonnegative(),
	/** How many transactions one normal row stands for, so that frauds have the share `prior`. */
	normalWeight: z.number().positive(),
	/** By the names of `core/metrics/figure-names`; empty where not evaluated. */
	figures: z.record(z.string(), figure),
	/** The members of an ensemble each on its own, before the ensemble's calibration. */
	members: z.array(z.strictObject({ id: z.string(), figures: z.record(z.string(), figure) })).optional(),
	/** For plots; of the test only. */
	curves: evaluationCurves.optional()
});
export type EvaluatedSet = z.infer<typeof evaluatedSet>;

const range = z.tuple([z.number(), z.number()]).nullable();

/** By which protocol rows were split, and what figures of days and money were computed with. */
const evaluatedBy = z.strictObject({
	name: z.string(),
	/** For people, a phrase. */
	title: z.string(),
	/** True for a split at random: it tests on the days that it learned from. */
	optimistic: z.boolean(),
	/** Seconds since 1970, ends not included; null for a split at random. */
	train: range,
	test: range,
	/** Days until a label is known; null for a split at random. */
	delayDays: z.number().nullable(),
	/** Rows between training and test. */
	withheldRows: z.number().int().nonnegative(),
	/** Rows of the test's time that were left out because their card was known to be compromised. */
	knownCardRows: z.number().int().nonnegative(),
	/** Of precision@k and card precision@k. */
	k: z.number().int().positive(),
	removeDetected: z.boolean(),
	/** Cost of looking at a transaction, in the unit of the amounts. */
	reviewCost: z.number().nonnegative()
});

/** A pack's `evaluation.json`: what its maker measured, on what, and how sure that is. */
export const evaluation = z.strictObject({
	prior: z.number().gt(0).lt(1),
	/** Absent in packs made before there were protocols: theirs are split at random. */
	protocol: evaluatedBy.optional(),
	/** `precision`, `recall` and `f1` are at this score. */
	threshold: z.number(),
	bootstrap: z.strictObject({ draws: z.number().int().positive(), seed: z.number().int(), level: z.number() }),
	sets: z.array(evaluatedSet)
});
export type Evaluation = z.infer<typeof evaluation>;
