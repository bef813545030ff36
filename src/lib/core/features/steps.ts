import { z } from '../zod';

const from = z.string().min(1);
const to = z.string().min(1);

/** Declarative steps from raw columns to the feature vector; a step may read raw columns and features made before it. */
export const pipelineStep = z.discriminatedUnion('op', [
	/** The value itself. */
	z.strictObject({ op: z.literal('copy'), from, to }),
	/** ln(1 + x), for amounts. */
	z.strictObject({ op: z.literal('log1p'), from, to }),
	/** Hour of the day, floor(x / 3600) mod 24, of a time in seconds. */
	z.strictObject({ op: z.literal('hour'), from, to }),
	/** 1 where x < value, else 0. */
	z.strictObject({ op: z.literal('less-than'), from, to, value: z.number() })
]);
export type PipelineStep = z.infer<typeof pipelineStep>;
export const pipelineSteps = z.array(pipelineStep).min(1);
