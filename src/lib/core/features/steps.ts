import { z } from '../zod';

const name = z.string().min(1);
const from = name;
const to = name;
/** A raw column, a feature made before, or a number. */
const operand = z.union([name, z.number()]);
/** What the step gives where it has nothing to say, such as a card's first row: no feature may be missing. */
const otherwise = z.number();

/**
 * What together names whose profile it is: text columns, by their exact characters without spaces around them, and after
 * the first also features that are whole numbers of at least 0 (card and whether the amount is unusual).
 */
const key = z.array(name).min(1).max(3);
/** The row's time in seconds: a column or a feature made before. */
const time = name;
/** Length of a window that ends at the row, start excluded: rows later than `time - seconds`; null for all history. */
const seconds = z.number().positive().nullable();
/** Whether the row itself counts. */
const current = z.boolean();

/** Steps that look at nothing but their own row. */
const rowSteps = [
	/** The value itself. */
	z.strictObject({ op: z.literal('copy'), from, to }),
	/** ln(1 + x), for amounts. */
	z.strictObject({ op: z.literal('log1p'), from, to }),
	z.strictObject({ op: z.literal('abs'), from, to }),
	/** Hour of the day, floor(x / 3600) mod 24, of a time in seconds. */
	z.strictObject({ op: z.literal('hour'), from, to }),
	/** Hour of the day with its fraction, in [0, 24). */
	z.strictObject({ op: z.literal('time-of-day'), from, to }),
	/** Day of the week of a time in seconds since 1970: 0 for Monday, 6 for Sunday. */
	z.strictObject({ op: z.literal('weekday'), from, to }),
	/** 1 where x < value, else 0. */
	z.strictObject({ op: z.literal('less-than'), from, to, value: z.number() }),
	/** The first of these that is there (no NaN). */
	z.strictObject({ op: z.literal('coalesce'), from: z.array(name).min(1), to, otherwise }),
	/** `otherwise` where a quotient has the divisor 0 or the result is not finite. */
	z.strictObject({
		op: z.literal('combine'),
		how: z.enum(['add', 'subtract', 'multiply', 'divide', 'min', 'max']),
		left: operand,
		right: operand,
		to,
		otherwise
	}),
	/** 1 where a text is one of the values (`not`: none of them), else 0. A one-hot level, and its `unknown`. */
	z.strictObject({ op: z.literal('one-of'), from, to, values: z.array(z.string()).min(1), not: z.boolean() }),
	/** 1 where a text begins so, else 0. */
	z.strictObject({ op: z.literal('starts-with'), from, to, prefix: z.string().min(1) }),
	/** Index of a text among the levels; the unknown level is their number. */
	z.strictObject({ op: z.literal('ordinal'), from, to, levels: z.array(z.string()).min(1) }),
	/**
	 * A level's share of frauds, smoothed by `smoothing` rows of the mean: target encoding (Micci-Barreca 2001). The level
	 * is made of texts and whole numbers joined by `|`. Fitted on training rows only; an unknown level is `otherwise`.
	 */
	z.strictObject({
		op: z.literal('encode'),
		from: z.array(name).min(1).max(3),
		to,
		smoothing: z.number().nonnegative(),
		table: z.record(z.string(), z.number()),
		otherwise
	}),
	/** Great-circle distance in km between latitude, longitude and latitude, longitude, in degrees (radius 6371.0088 km). */
	z.strictObject({ op: z.literal('haversine'), from: z.tuple([name, name, name, name]), to }),
	/** Isolation forest (Liu et al. 2008) over features made before, unscaled: its anomaly score in (0, 1). In the file `forest`. */
	z.strictObject({ op: z.literal('anomaly'), from: z.array(name).min(1), to, forest: name })
] as const;

/** Steps that know earlier rows of the same key: its profile. */
const profileSteps = [
	/** `of` is a number; for `distinct` a text; null for `count`. `std` divides by n. */
	z.strictObject({
		op: z.literal('window'),
		key,
		time,
		seconds,
		of: name.nullable(),
		how: z.enum(['count', 'sum', 'mean', 'max', 'min', 'std', 'distinct']),
		current,
		to,
		otherwise
	}),
	/** Like a window in which a row counts half after every half-life, in seconds. */
	z.strictObject({
		op: z.literal('decay'),
		key,
		time,
		halfLife: z.number().positive(),
		of: name.nullable(),
		how: z.enum(['count', 'sum', 'mean']),
		current,
		to,
		otherwise
	}),
	/** Seconds since the key's previous row. */
	z.strictObject({ op: z.literal('since'), key, time, to, otherwise }),
	/** A number of the key's previous row. */
	z.strictObject({ op: z.literal('previous'), key, time, of: name, to, otherwise }),
	/** Great-circle distance in km from the place (latitude, longitude) of the key's previous row. */
	z.strictObject({ op: z.literal('distance-from-last'), key, time, from: z.tuple([name, name]), to, otherwise }),
	/**
	 * What is known of the key's frauds: of its labelled rows with times in (time - delay - seconds, time - delay] the
	 * number of frauds, the number of rows, or the share `(frauds + strength · prior) / (rows + strength)`.
	 */
	z.strictObject({
		op: z.literal('risk'),
		key,
		time,
		delay: z.number().nonnegative(),
		seconds,
		how: z.enum(['frauds', 'rows', 'share']),
		prior: z.number().min(0).max(1),
		strength: z.number().nonnegative(),
		to
	})
] as const;

/**
 * Declarative steps from raw columns to the feature vector. A step makes one number; it may read raw columns and features
 * made before it. A feature whose name begins with `_` is an intermediate: later steps read it, members do not.
 */
const pipelineStep = z.discriminatedUnion('op', [...rowSteps, ...profileSteps]);
export type RowStep = z.infer<(typeof rowSteps)[number]>;
export type ProfileStep = z.infer<(typeof profileSteps)[number]>;
export type PipelineStep = z.infer<typeof pipelineStep>;
export const pipelineSteps = z.array(pipelineStep).min(1);

const profileOps: ReadonlySet<string> = new Set<ProfileStep['op']>(['window', 'decay', 'since', 'previous', 'distance-from-last', 'risk']);

/** Whether a step knows earlier rows. */
export function isProfileStep(step: PipelineStep): step is ProfileStep {
	return profileOps.has(step.op);
}

/** Whether members read what a step makes. */
export function isFeature({ to: made }: Pick<PipelineStep, 'to'>): boolean {
	return !made.startsWith('_');
}
