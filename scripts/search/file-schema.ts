import { z } from 'zod';
import { objectives } from '../../src/lib/training/search/objective';
import { searchSpace } from '../../src/lib/training/search/space';
import { greatestSeed } from '../cli/arguments';

const text = z.string().min(1);
const share = z.number().gt(0).lt(1);
const settings = z.record(z.string(), z.unknown());

const timePoint = z.union([text.transform((date) => ({ date })), z.strictObject({ spanShare: share }), z.strictObject({ fraudShare: share })], {
	error: 'give a date such as 2018-08-01, { spanShare: 0.75 } or { fraudShare: 0.8 }'
});

const timeSplit = z.strictObject({
	trainFrom: timePoint.nullable().default(null),
	trainTo: timePoint.nullable().default(null),
	delayDays: z.number().nonnegative(),
	testFrom: timePoint,
	testTo: timePoint.nullable().default(null)
});

const split = z
	.strictObject({
		protocol: text.optional(),
		random: z
			.strictObject({ train: share, validation: z.number().min(0).lt(1) })
			.refine(({ train, validation }) => train + validation < 1, { message: 'leave a rest for the test' })
			.optional(),
		time: timeSplit.optional()
	})
	.refine((given) => Object.values(given).filter((part) => part !== undefined).length === 1, { message: 'give one of protocol, random and time' });

const threshold = z.union(
	[
		z.literal('best-f1'),
		z.strictObject({ value: share }),
		z.strictObject({ precision: share }),
		z.strictObject({ recall: share }),
		z.strictObject({ flagged: share })
	],
	{ error: 'give best-f1, or one of { value: S }, { precision: P }, { recall: R }, { flagged: SHARE }, each between 0 and 1' }
);

export const searchMethods = ['grid', 'random', 'halving'] as const;
export type SearchMethod = (typeof searchMethods)[number];

const search = z.strictObject({
	/** Of the folder with the log. */
	name: text.regex(/^[\w.-]+$/, { message: 'use letters, digits, “-”, “_” and “.”: it names a folder' }).optional(),
	method: z.enum(searchMethods).default('random'),
	trials: z.int().min(1).max(100_000).default(20),
	seed: z.int().min(0).max(greatestSeed).default(1),
	objective: z.enum(objectives, { error: `give one of ${objectives.join(', ')}` }).default('averagePrecision'),
	/** Judge this member alone instead of the whole model. */
	member: text.optional(),
	workers: z.int().min(1).max(256).optional(),
	inner: z
		.strictObject({ folds: z.int().min(2).max(20).optional(), heldShare: z.number().gt(0).max(1).optional(), delayDays: z.number().nonnegative().optional() })
		.default({}),
	halving: z
		.strictObject({
			/** `rows`, or the path of a parameter that is a whole number. */
			resource: text.default('rows'),
			factor: z.int().min(2).default(3),
			min: z.int().min(1).optional(),
			max: z.int().min(1).optional()
		})
		.default({ resource: 'rows', factor: 3 }),
	space: searchSpace
});

/** What a central configuration file says; see config/shrike.yaml. */
export const fileSchema = z.strictObject({
	pack: text,
	seed: z.int().min(0).max(greatestSeed).default(1),
	out: text.optional(),
	runs: text.optional(),
	data: z.record(text, z.array(text).min(1)),
	split: split.optional(),
	threshold: threshold.optional(),
	members: z.record(z.string(), settings).default({}),
	combiner: settings.default({}),
	search: search.optional()
});
export type ConfigFile = z.infer<typeof fileSchema>;
export type SearchSettings = NonNullable<ConfigFile['search']>;
