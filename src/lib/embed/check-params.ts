import { limits } from '../core/embed/limits';
import { methods } from '../core/embed/wire';
import type { z } from '../core/zod';
import type { CheckedParams } from './handlers';
import { pathText, Refusal } from './refusal';

/**
 * What the schema makes of a value.
 * @throws Refusal `embed.bad-params` with the path of the first thing that is wrong, `at` before it.
 */
export function fit<S extends z.ZodType>(schema: S, value: unknown, at: readonly PropertyKey[] = []): z.output<S> {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw new Refusal('embed.bad-params', { path: pathText([...at, ...(parsed.error.issues[0]?.path ?? [])]) });
}

/** @throws Refusal `embed.bad-params`, or `embed.too-large` for a file of more than `limits.fileBytes`. */
export function checkScoreFile(params: unknown): CheckedParams<'scoreFile'> {
	const checked = fit(methods.scoreFile, params);
	if (checked.file.size > limits.fileBytes) throw new Refusal('embed.too-large', { path: 'file', most: limits.fileBytes });
	return checked;
}
