import { z } from '../zod';

const point = z.strictObject({ x: z.number(), y: z.number(), threshold: z.number().nullable() });
const band = z.strictObject({
	weight: z.number(),
	meanScore: z.number(),
	fraudRate: z.number(),
	rows: z.number(),
	low: z.number(),
	high: z.number()
});

/** `EvaluationCurves` of `core/metrics/curves` as a file holds them, thinned for a plot. */
export const evaluationCurves = z.strictObject({
	roc: z.array(point),
	precisionRecall: z.array(point),
	reliability: z.strictObject({ equalWidth: z.array(band), equalMass: z.array(band) }),
	gain: z.array(point),
	cost: z
		.strictObject({
			points: z.array(point),
			best: z.strictObject({ threshold: z.number().nullable(), expectedCost: z.number(), savings: z.number().nullable() }),
			approveAll: z.number(),
			reviewAll: z.number()
		})
		.nullable()
});
