import { z } from '../../core/zod';

// What we read of MLflow's replies; servers say more.

const id = z.string().min(1);

export const experimentReply = z.object({
	experiment: z.object({ experiment_id: id, lifecycle_stage: z.string().optional() })
});
export const createdExperiment = z.object({ experiment_id: id });
export const createdRun = z.object({ run: z.object({ info: z.object({ run_id: id, artifact_uri: z.string() }) }) });
/** Some servers count versions in numbers, MLflow in strings. */
export const createdVersion = z.object({ model_version: z.object({ version: z.union([id, z.number().transform(String)]) }) });
/** A reply that says nothing. */
export const nothing = z.object({});
