import { z } from '../../core/zod';

/** What a hyper-parameter may be: a number, a word, a list such as a network's layers. */
export type ParameterValue = null | boolean | number | string | readonly ParameterValue[];

export const parameterValue: z.ZodType<ParameterValue> = z.lazy(() =>
	z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(parameterValue)])
);

const ordered = { message: 'the low end must be below the high end' };
const positive = { message: 'a logarithmic range begins above 0' };
const reals = z.tuple([z.number(), z.number()]).refine(([low, high]) => low < high, ordered);
const integers = z.tuple([z.int(), z.int()]).refine(([low, high]) => low < high, ordered);

const dimension = z.union(
	[
		z.array(parameterValue).min(1),
		z.strictObject({ choice: z.array(parameterValue).min(1) }),
		z.strictObject({ uniform: reals }),
		z.strictObject({ logUniform: reals.refine(([low]) => low > 0, positive) }),
		z.strictObject({ integer: integers }),
		z.strictObject({ logInteger: integers.refine(([low]) => low > 0, positive) })
	],
	{
		error:
			'give a list of values, or one of { choice: [values] }, { uniform: [low, high] }, { logUniform: [low, high] }, ' +
			'{ integer: [low, high] }, { logInteger: [low, high] }, with low < high, and low > 0 for a logarithmic one'
	}
);

/**
 * The values of one parameter: a list, which a grid takes in full and a random search draws from (`choice` is a list that
 * says so), or a range with both ends; of integers each is equally likely, in `logInteger` each magnitude is.
 */
export type Dimension = z.infer<typeof dimension>;

/** By the path of the parameter, such as `gbdt.boosting.learningRate`. */
export const searchSpace = z.record(z.string(), dimension).refine((space) => Object.keys(space).length > 0, { message: 'name at least one parameter' });
export type SearchSpace = z.infer<typeof searchSpace>;

/** A point of a space; keys are sorted. */
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** The listed values; null for a range. */
export function listedValues(of: Dimension): readonly ParameterValue[] | null {
	if (Array.isArray(of)) return of;
	return 'choice' in of ? of.choice : null;
}

/** Values by which the whole dimension is found valid or not: all listed ones, both ends of a range. */
export function extremeValues(of: Dimension): readonly ParameterValue[] {
	const listed = listedValues(of);
	if (listed || Array.isArray(of)) return listed ?? [];
	if ('uniform' in of) return of.uniform;
	if ('logUniform' in of) return of.logUniform;
	if ('integer' in of) return of.integer;
	return 'logInteger' in of ? of.logInteger : [];
}
