import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ShrikeError } from '../../src/lib/core/errors';
import { projectFolder } from '../cli/project';

const names = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);
const values = z.record(z.string(), z.number());

/** What plain tools reach by the same protocol: who, and figures by name. */
const floor = z.object({ by: z.string() }).catchall(z.number());

const planned = z.strictObject({
	name: names,
	title: z.string(),
	pack: names,
	protocol: names,
	/** Below the data folder. */
	data: z.array(z.string()).min(1),
	folds: z.string().optional(),
	target: values,
	floors: z.array(floor),
	remark: z.string().optional()
});
export type PlannedEvaluation = z.infer<typeof planned>;

const plan = z.strictObject({ seed: z.number().int().nonnegative(), evaluations: z.array(planned).min(1) });
export type EvaluationPlan = z.infer<typeof plan>;

const planPath = join(projectFolder, 'config', 'evaluation.yaml');

/** Reads the evaluations that `--all` runs. Rejects with `config.invalid`. */
export async function readPlan(path = planPath): Promise<EvaluationPlan> {
	const text = await readFile(path, 'utf8').catch((cause: unknown) => {
		throw new ShrikeError('config.invalid', `${path} cannot be read. Restore it.`, {}, { cause });
	});
	const read = plan.safeParse(parsedYaml(text, path));
	if (!read.success) throw new ShrikeError('config.invalid', `${path} is wrong: ${z.prettifyError(read.error)}. Correct it and try again.`);
	return read.data;
}

function parsedYaml(text: string, path: string): unknown {
	try {
		return parse(text) as unknown;
	} catch (cause) {
		throw new ShrikeError('config.invalid', `${path} is no YAML: ${cause instanceof Error ? cause.message : String(cause)}`, {}, { cause });
	}
}
