import { z } from 'zod';
import type { TrainingConfig } from '../../src/lib/training/config';
import type { TrialOptions } from '../../src/lib/training/search/run-trial';

/** What a thread is asked: one trial. */
export interface TrialTask {
	readonly model: Pick<TrainingConfig, 'members' | 'combiner' | 'marginBounds'>;
	readonly options: TrialOptions;
	/** Whether to answer with learning curves too. */
	readonly curves: boolean;
}

const metric = z.object({ name: z.string(), value: z.number(), step: z.number(), timestamp: z.number() });

/** Milliseconds since 1970: a trial's time is not that of waiting for a thread, or of its start. */
const startedAt = z.number();

/** What a thread answers. */
export const trialReply = z.union([
	z.object({ startedAt, metrics: z.record(z.string(), z.number()), curves: z.array(metric) }),
	z.object({ startedAt, failure: z.object({ code: z.string(), message: z.string() }) })
]);
export type TrialReply = z.infer<typeof trialReply>;
