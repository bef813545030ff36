import { backendName } from '../backend';
import { decisions, policy } from '../policy/policy';
import { z } from '../zod';
import { limits } from './limits';
import { embedThemes } from './query';

// Everything that crosses the border between a host page and the frame, as JSON-RPC 2.0 over a MessagePort. Messages are
// structured clones, not text: files, Blobs and typed arrays go as they are. docs/embed.md lists these schemas.

const text = z.string().max(limits.textLength);
export const fieldName = z.string().min(1).max(200);
const probability = z.number().min(0).max(1);
const count = z.int().min(0);

/**
 * One transaction: raw values by the pack's column names or their aliases. Absent, null and '' are blank. NaN and infinite
 * numbers are refused: in an object they are a failed conversion, and scoring that as a blank cell would hide it.
 */
export const transaction = z.record(fieldName, z.union([z.number(), text, z.boolean(), z.null()]));
export type Transaction = z.infer<typeof transaction>;

/** Numbers of a column; NaN is a blank cell. */
export const numberColumn = z.union([
	z.instanceof(Float64Array),
	z.instanceof(Float32Array),
	z.instanceof(Int32Array),
	z.instanceof(Uint32Array),
	z.instanceof(Int16Array),
	z.instanceof(Uint16Array),
	z.instanceof(Int8Array),
	z.instanceof(Uint8Array)
]);

/** Texts of a column; '' is a blank cell. */
export const textColumn = z.array(text);

/**
 * Many transactions as columns of one length: at least one column, at least one row. The buffers of typed arrays are handed
 * over, not copied: the host cannot read them afterwards. NaN is a blank cell.
 */
export const columns = z.record(fieldName, z.union([numberColumn, textColumn])).refine((given) => {
	const lengths = Object.values(given).map(({ length }) => length);
	return lengths.length > 0 && lengths[0] > 0 && lengths.every((length) => length === lengths[0]);
}, 'columns have one length, and there is at least one row');
export type Columns = z.infer<typeof columns>;

const scorePart = { review: probability, decline: probability.optional() };

/** What the host asks for. `params` are always one object. */
export const methods = {
	/** What the frame is, and what it can do here. */
	info: z.strictObject({}),
	/** Scores one transaction or several. Exactly one of the three is given. */
	score: z.union([
		z.strictObject({ transaction }),
		z.strictObject({ transactions: z.array(transaction).min(1).max(limits.transactions) }),
		z.strictObject({ columns })
	]),
	/** Scores a CSV (plain or gzipped). The file goes by reference. */
	scoreFile: z.strictObject({
		file: z.instanceof(Blob),
		name: z.string().min(1).max(255),
		/** Whether the answer holds score and decision of every row. */
		scores: z.boolean().default(true),
		/** Whether the answer holds the scored CSV. */
		scoredFile: z.boolean().default(true)
	}),
	/** Gives up what this host has under way: the call of that id, or everything. */
	cancel: z.strictObject({ id: z.int().min(0).optional() }),
	/** Decides by other thresholds from the next call on. */
	setPolicy: z.strictObject(scorePart),
	setTheme: z.strictObject({ theme: z.enum(embedThemes) }),
	/** Answered at once whatever goes on; a frame that does not answer is lost. */
	ping: z.strictObject({}),
	/** Ends the connection; what is open is cancelled. */
	close: z.strictObject({})
};
export type MethodName = keyof typeof methods;

const packFacts = z.strictObject({ name: z.string(), title: z.string(), version: z.string(), sha256: z.string() });

export const info = z.strictObject({
	protocol: z.int(),
	/** Of the app: a hash of its sources. */
	version: z.string(),
	/** Null while none could be loaded. */
	pack: packFacts
		.extend({
			columns: z.array(
				z.strictObject({ name: z.string(), type: z.string(), role: z.string(), optional: z.boolean(), aliases: z.array(z.string()) })
			)
		})
		.nullable(),
	policy: policy.nullable(),
	backend: backendName.nullable(),
	certificate: z.string().nullable(),
	/** `kept`: in the frame's own IndexedDB (partitioned by the host's site in most browsers). `memory`: gone with the frame. */
	storage: z.enum(['kept', 'memory']),
	/** Why it is `memory`, in words. */
	storageReason: z.string().nullable(),
	crossOriginIsolated: z.boolean(),
	theme: z.enum(embedThemes),
	locale: z.string().nullable(),
	busy: z.boolean(),
	limits: z.record(z.string(), z.number())
});
export type Info = z.infer<typeof info>;

export const singleResult = z.strictObject({
	kind: z.literal('single'),
	id: z.string(),
	/** Calibrated fraud probability. */
	score: probability,
	/** The logit before calibration, by which transactions rank. */
	margin: z.number(),
	decision: z.enum(decisions),
	policy,
	pack: packFacts,
	backend: backendName,
	certificate: z.string(),
	/** Request to score, inside the frame. */
	latencyMs: z.number().min(0),
	warnings: z.array(z.string())
});
export type SingleResult = z.infer<typeof singleResult>;

export const batchResult = z.strictObject({
	kind: z.enum(['rows', 'file']),
	runId: z.string(),
	name: z.string(),
	rows: count,
	scored: count,
	rejected: count,
	flagged: count,
	flaggedAmount: z.number(),
	policy,
	pack: packFacts,
	backends: z.array(backendName),
	elapsedMs: z.number().min(0),
	/** Fraud probability of every row in its order, NaN where it could not be scored; null when not asked for, or too many. */
	scores: z.instanceof(Float64Array).nullable(),
	/** 0 approve, 1 review, 2 decline, 255 not scored. */
	decisions: z.instanceof(Uint8Array).nullable(),
	/** The first thousands of rows that could not be scored, by 1-based row; `rejected` counts them all. */
	rejects: z.array(z.strictObject({ row: z.int().min(1), code: z.string(), message: z.string() })),
	/** The CSV with `fraud_probability`, `decision` and `error` on every row; null when not asked for. */
	scoredFile: z.instanceof(Blob).nullable()
});
export type BatchResult = z.infer<typeof batchResult>;

/** What each method answers. */
export const results = {
	info,
	score: z.union([singleResult, batchResult]),
	scoreFile: batchResult,
	/** How many calls were given up. */
	cancel: z.strictObject({ cancelled: count }),
	setPolicy: z.strictObject({ policy }),
	setTheme: z.strictObject({ theme: z.enum(embedThemes) }),
	ping: z.strictObject({}),
	close: z.strictObject({})
} satisfies { readonly [M in MethodName]: z.ZodType };
export type ResultOf<M extends MethodName> = z.infer<(typeof results)[M]>;
export type ParamsOf<M extends MethodName> = z.input<(typeof methods)[M]>;

/**
 * What the frame tells by itself. None of these holds a value of a transaction: what an analyst types or drops into the
 * frame stays in it; the host learns that something was scored and how it was decided.
 */
export const events = {
	/** The first message on the port, and again after another pack was loaded. */
	ready: info,
	progress: z.strictObject({
		/** Of the host's call; null for a file that the analyst chose. */
		call: z.int().nullable(),
		rows: count,
		rejected: count,
		flagged: count,
		/** Of the file's bytes; null while it is not known. */
		share: probability.nullable()
	}),
	/** Something was scored, by the host's call or by the analyst. */
	scored: z.strictObject({
		call: z.int().nullable(),
		kind: z.enum(['single', 'rows', 'file']),
		/** Of the run; of the prediction for a single one. */
		id: z.string(),
		rows: count,
		rejected: count,
		flagged: count,
		pack: z.string()
	}),
	/** One transaction was decided, or the analyst moved the threshold of a file's result. */
	decision: z.strictObject({
		call: z.int().nullable(),
		kind: z.enum(['single', 'file']),
		id: z.string(),
		/** Of a single transaction; null for a file. */
		decision: z.enum(decisions).nullable(),
		score: probability.nullable(),
		/** How many rows are flagged by it; 0 or 1 for a single transaction. */
		flagged: count,
		policy
	}),
	/** Something went wrong that belongs to no call. */
	error: z.strictObject({ code: z.string(), message: z.string() })
};
export type EventName = keyof typeof events;
export type EventOf<E extends EventName> = z.infer<(typeof events)[E]>;
