import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ShrikeError } from '../../src/lib/core/errors';
import { isMissing } from '../search/is-missing';
import { judgement } from './judgement';

const result = z.strictObject({
	name: z.string(),
	title: z.string(),
	target: z.record(z.string(), z.number()),
	floors: z.array(z.object({ by: z.string() }).catchall(z.number())),
	remark: z.string().nullable(),
	/** Of the data, the pack's configuration, the protocol and the seed: with the same digest the same code gives the same figures. */
	inputs: z.string(),
	/** What it was made with. */
	versions: z.strictObject({ shrike: z.string(), node: z.string(), tfjs: z.string() }),
	judgement
});
export type EvaluationResult = z.infer<typeof result>;

/** `docs/evaluation.json`: what the page beside it is rendered from. */
const evaluationResults = z.strictObject({ format: z.literal('shrike-evaluations'), results: z.array(result) });
export type EvaluationResults = z.infer<typeof evaluationResults>;

const noResults: EvaluationResults = { format: 'shrike-evaluations', results: [] };

/** Results as written before; none where there is no such file. Rejects with `data.wrong-file` for any other file, `file.unreadable`. */
export async function readResults(path: string): Promise<EvaluationResults> {
	const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
		if (isMissing(thrown)) return null;
		throw new ShrikeError('file.unreadable', `${path} cannot be read, so the evaluations in it would be lost. Check its permissions.`, {}, { cause: thrown });
	});
	if (text === null) return noResults;
	const read = evaluationResults.safeParse(jsonOf(text));
	if (read.success) return read.data;
	throw new ShrikeError('data.wrong-file', `${path} holds no evaluations of this version: ${z.prettifyError(read.error)}. Remove it to start anew.`);
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return null;
	}
}
