import { z } from '../zod';
import { pipelineSteps } from '../features/steps';
import { policy } from '../policy/policy';
import { schema } from '../schema/schema';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const fileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);

/** Standardisation `(x - mean) / scale`, then clipping to `[low, high]`; one entry a feature, in pipeline order. */
export const scaler = z
	.strictObject({
		kind: z.literal('standard'),
		names: z.array(z.string()).min(1),
		mean: z.array(z.number()),
		scale: z.array(z.number().positive()),
		low: z.array(z.number()),
		high: z.array(z.number())
	})
	.refine(
		(s) => [s.mean, s.scale, s.low, s.high].every((a) => a.length === s.names.length),
		'mean, scale, low and high need one entry a name'
	);
export type Scaler = z.infer<typeof scaler>;

/**
 * What adds a margin to the combiner: a TF.js layers model (`mlp`; `logistic` for one unit without hidden layers) or the
 * packed trees of `core/members/trees` (`gbdt`; `anomaly` for an isolation forest), in the file `model`.
 */
export const member = z.strictObject({ kind: z.enum(['mlp', 'logistic', 'gbdt', 'anomaly']), id: z.string(), model: fileName });
export type Member = z.infer<typeof member>;

/** One member's margin, or `intercept + Σ weights[id] · margin` of the members. */
export const combiner = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('single'), member: z.string() }),
	z.strictObject({ kind: z.literal('logistic'), intercept: z.number(), weights: z.record(z.string(), z.number()) })
]);
export type Combiner = z.infer<typeof combiner>;

const ascends = (values: readonly number[]) => values.every((value, i) => i === 0 || value > values[i - 1]);

/** Strictly increasing map from the combiner's margin to the logit of the score. */
export const calibration = z.discriminatedUnion('kind', [
	/** `slope * margin + intercept`. */
	z.strictObject({ kind: z.literal('platt'), slope: z.number().positive(), intercept: z.number() }),
	/**
	 * Isotonic regression made strict: straight between the knots `(margins[i], logits[i])`, both strictly ascending, and
	 * with the slope of the first and last piece beyond them.
	 */
	z
		.strictObject({ kind: z.literal('isotonic'), margins: z.array(z.number()).min(2), logits: z.array(z.number()).min(2) })
		.refine(
			({ margins, logits }) => margins.length === logits.length && [margins, logits].every(ascends),
			'margins and logits need the same number of entries, strictly ascending'
		)
]);
export type Calibration = z.infer<typeof calibration>;

export const provenance = z.strictObject({
	command: z.string(),
	seed: z.number().int().nullable(),
	data: z.array(
		z.strictObject({ name: z.string(), sha256, rows: z.number().int(), positives: z.number().int() })
	),
	licence: z.string()
});

/** The one file of a pack that is not named by its own digest; its SHA-256 is the pack's address. */
export const manifest = z.strictObject({
	format: z.literal('shrike-pack'),
	/**
	 * 1: one `mlp` alone. 2: several members with a combiner. 3: texts, dates, profiles and other steps than `copy`,
	 * `log1p`, `hour` and `less-than`; anomaly members; isotonic calibration. Writers use the lowest that holds the pack.
	 */
	formatVersion: z.union([z.literal(1), z.literal(2), z.literal(3)]),
	name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
	title: z.string(),
	version: z.string().regex(/^\d+\.\d+\.\d+$/),
	description: z.string(),
	schema,
	pipeline: pipelineSteps,
	scaler,
	members: z.array(member).min(1),
	combiner,
	calibration,
	/** Margins are clipped to this range before calibration, so that a score is never exactly 0 or 1. */
	marginBounds: z.tuple([z.number(), z.number()]),
	policy,
	/** Share of frauds among all transactions for which the score is a probability; null when the maker did not say. */
	prior: z.number().gt(0).lt(1).nullable(),
	/** Names of the pack's other parts. */
	parts: z.strictObject({
		golden: fileName,
		reference: fileName.optional(),
		evaluation: fileName.optional(),
		card: fileName.optional()
	}),
	provenance,
	files: z.record(fileName, z.strictObject({ sha256, bytes: z.number().int().nonnegative() }))
});
export type Manifest = z.infer<typeof manifest>;

/** Inputs for a backend's self-test, made from generated rows, with the float64 reference's answer. */
export const golden = z.strictObject({
	/**
	 * Raw values, `[vectors × feature columns]`, in schema order: numbers, texts as they are, dates in seconds since 1970.
	 * They go through one session in this order, from empty profiles.
	 */
	raw: z.array(z.array(z.union([z.number(), z.string()]))),
	/** Margins by the float64 reference, clipped like any margin. */
	margins: z.array(z.number())
});
export type Golden = z.infer<typeof golden>;

/** `static/model/index.json`: a static host cannot list folders. */
export const packIndex = z.strictObject({
	packs: z.array(
		z.strictObject({
			name: z.string(),
			title: z.string(),
			folder: fileName,
			sha256,
			/** The pack's schema, by which a file's pack is recognised before any is loaded. */
			schema
		})
	)
});
export type PackIndex = z.infer<typeof packIndex>;
