import { z } from '../zod';

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
	/** By the names of `core/metrics`: `averagePrecision`, `rocAuc`, `precision`, `recall`, … Empty where not evaluated. */
	figures: z.record(z.string(), figure),
	/** The members of an ensemble each on its own, before the ensemble's calibration. */
	members: z.array(z.strictObject({ id: z.string(), figures: z.record(z.string(), figure) })).optional()
});
export type EvaluatedSet = z.infer<typeof evaluatedSet>;

/** A pack's `evaluation.json`: what its maker measured, on what, and how sure that is. */
export const evaluation = z.strictObject({
	prior: z.number().gt(0).lt(1),
	/** `precision`, `recall` and `f1` are at this score. */
	threshold: z.number(),
	bootstrap: z.strictObject({ draws: z.number().int().positive(), seed: z.number().int(), level: z.number() }),
	sets: z.array(evaluatedSet)
});
export type Evaluation = z.infer<typeof evaluation>;
