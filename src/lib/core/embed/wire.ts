import { backendName } from '../backend';
import { decisions, policy } from '../policy/policy';
import { z } from '../zod';
import { limits } from './limits';
import { embedThemes } from './query';

// Everything that crosses the border between a host page and the frame, as JSON-RPC 2.0 over a MessagePort. Messages are
// structured clones, not text: files, Blobs and typed arrays go as they are. The reference in docs/embed.md is made from these
// schemas: what they are described by, hosts' developers read; `id` names a shape that has a table of its own there.

const text = z.string().max(limits.textLength);
export const fieldName = z.string().min(1).max(200);
const probability = z.number().min(0).max(1);
const count = z.int().min(0);

/** NaN and infinite numbers: in an object they are a failed conversion, and scoring that as a blank cell would hide it. */
export const transaction = z.record(fieldName, z.union([z.number(), text, z.boolean(), z.null()])).meta({
	id: 'Transaction',
	description:
		'One transaction: raw values by the pack’s column names or their aliases. Absent, null and the empty text are blank. NaN and ' +
		'infinite numbers are refused.'
});
export type Transaction = z.infer<typeof transaction>;

export const numberColumn = z
	.union([
		z.instanceof(Float64Array),
		z.instanceof(Float32Array),
		z.instanceof(Int32Array),
		z.instanceof(Uint32Array),
		z.instanceof(Int16Array),
		z.instanceof(Uint16Array),
		z.instanceof(Int8Array),
		z.instanceof(Uint8Array)
	])
	.meta({ id: 'NumberColumn', description: 'Numbers of a column; NaN is a blank cell.' });

/** Texts of a column; '' is a blank cell. */
export const textColumn = z.array(text);

export const columns = z
	.record(fieldName, z.union([numberColumn, textColumn]))
	.refine((given) => {
		const lengths = Object.values(given).map(({ length }) => length);
		return lengths.length > 0 && lengths[0] > 0 && lengths.every((length) => length === lengths[0]);
	}, 'columns have one length, and there is at least one row')
	.meta({
		id: 'Columns',
		description:
			'Many transactions as columns of one length, at least one row. The empty text is a blank cell. Buffers of typed arrays can be ' +
			'transferred with the message, so that nothing is copied.'
	});
export type Columns = z.infer<typeof columns>;

const thresholds = policy.meta({
	id: 'Policy',
	description: 'Scores from `review` up are looked at by a person, from `decline` up refused. `decline` is never below `review`.'
});

/** What the host asks for. `params` are always one object. */
export const methods = {
	info: z.strictObject({}).describe('What the frame is, and what it can do here.'),
	score: z
		.union([
			z.strictObject({ transaction }),
			z.strictObject({ transactions: z.array(transaction).min(1).max(limits.transactions).describe('Scored as one run.') }),
			z.strictObject({ columns: columns.describe('Scored as one run.') })
		])
		.describe('Scores one transaction, or several as one run, in which later ones know earlier ones. The frame shows none of it.'),
	scoreFile: z
		.strictObject({
			file: z.instanceof(Blob).describe('A CSV, plain or gzipped. It goes by reference.'),
			name: z.string().min(1).max(255).describe('What the frame calls it.'),
			scores: z.boolean().default(true).describe('Whether the answer holds score and decision of every row.'),
			scoredFile: z.boolean().default(true).describe('Whether the answer holds the scored CSV.')
		})
		.describe('Scores a file and shows it in the frame, as if the analyst had dropped it there.'),
	cancel: z
		.strictObject({ id: count.optional().describe('Of the call; without it, all calls.') })
		.describe('Gives up what this host has under way. Those calls are answered with `engine.cancelled`.'),
	setPolicy: z
		.strictObject({ review: probability, decline: probability.optional().describe('Not below `review`.') })
		.describe('Decides by other thresholds from the next call on.'),
	setTheme: z.strictObject({ theme: z.enum(embedThemes) }).describe('Draws the frame lighter or darker.'),
	ping: z.strictObject({}).describe('Answered at once whatever goes on. A frame that does not answer is lost.'),
	close: z.strictObject({}).describe('Ends the connection. What is open is cancelled.')
};
export type MethodName = keyof typeof methods;

const packFacts = z
	.strictObject({ name: z.string(), title: z.string(), version: z.string(), sha256: z.string() })
	.meta({ id: 'PackFacts', description: 'A model and which one exactly.' });

const packColumn = z.strictObject({
	name: z.string(),
	type: z.string().describe('`number`, `string` or `datetime`.'),
	role: z.string().describe('What it is for, several with spaces between: `feature`, `label`, `amount` and others.'),
	optional: z.boolean(),
	aliases: z.array(z.string())
});

export const info = z
	.strictObject({
		protocol: z.int().describe('Version of these messages.'),
		version: z.string().describe('Of the app: a hash of its sources.'),
		pack: packFacts
			.extend({ columns: z.array(packColumn) })
			.meta({ id: 'PackInfo', description: 'A model, and the columns that it reads.' })
			.nullable()
			.describe('Null while none could be loaded.'),
		policy: thresholds.nullable(),
		backend: backendName.nullable().describe('What it computes on.'),
		certificate: z.string().nullable().describe('Of the backend’s self-test on the model’s own rows.'),
		storage: z
			.enum(['kept', 'memory'])
			.describe('`kept`: in the frame’s own database, which most browsers keep apart for each host’s site. `memory`: gone with the frame.'),
		storageReason: z.string().nullable().describe('Why it is `memory`, in words.'),
		crossOriginIsolated: z.boolean(),
		theme: z.enum(embedThemes),
		locale: z.string().nullable().describe('That the address asks for; null without one.'),
		busy: z.boolean().describe('Whether a file or several rows are being scored.'),
		limits: z.record(z.string(), z.number()).describe('The [limits](#limits), by name.')
	})
	.meta({ id: 'Info' });
export type Info = z.infer<typeof info>;

export const singleResult = z
	.strictObject({
		kind: z.literal('single'),
		id: z.string(),
		score: probability.describe('Calibrated fraud probability.'),
		margin: z.number().describe('The logit before calibration, by which transactions rank.'),
		decision: z.enum(decisions),
		policy: thresholds,
		pack: packFacts,
		backend: backendName,
		certificate: z.string(),
		latencyMs: z.number().min(0).describe('Request to score, inside the frame.'),
		warnings: z.array(z.string())
	})
	.meta({ id: 'SingleResult' });
export type SingleResult = z.infer<typeof singleResult>;

export const batchResult = z
	.strictObject({
		kind: z.enum(['rows', 'file']),
		runId: z.string(),
		name: z.string(),
		rows: count,
		scored: count,
		rejected: count,
		flagged: count.describe('Rows that are not approved.'),
		flaggedAmount: z.number().describe('Sum of their amounts, in the unit of the column.'),
		policy: thresholds,
		pack: packFacts,
		backends: z.array(backendName),
		elapsedMs: z.number().min(0),
		scores: z
			.instanceof(Float64Array)
			.nullable()
			.describe('Fraud probability of every row in its order, NaN where it could not be scored; null when not asked for, or too many.'),
		decisions: z.instanceof(Uint8Array).nullable().describe('0 approve, 1 review, 2 decline, 255 not scored; null as `scores`.'),
		rejects: z
			.array(z.strictObject({ row: z.int().min(1), code: z.string(), message: z.string() }))
			.describe('The first thousands of rows that could not be scored, by 1-based row. `rejected` counts them all.'),
		scoredFile: z
			.instanceof(Blob)
			.nullable()
			.describe('The CSV with `fraud_probability`, `decision` and `error` on every row; null for `score`, and when not asked for.')
	})
	.meta({ id: 'BatchResult' });
export type BatchResult = z.infer<typeof batchResult>;

/** What each method answers. */
export const results = {
	info,
	score: z.union([singleResult, batchResult]),
	scoreFile: batchResult,
	cancel: z.strictObject({ cancelled: count.describe('How many calls were given up.') }),
	setPolicy: z.strictObject({ policy: thresholds }),
	setTheme: z.strictObject({ theme: z.enum(embedThemes) }),
	ping: z.strictObject({}),
	close: z.strictObject({})
} satisfies { readonly [M in MethodName]: z.ZodType };
export type ResultOf<M extends MethodName> = z.infer<(typeof results)[M]>;
export type ParamsOf<M extends MethodName> = z.input<(typeof methods)[M]>;

const callId = z.int().nullable().describe('The host’s call; null for what the analyst does.');

/**
 * What the frame tells by itself. None of these holds a value of a transaction: what an analyst types or drops into the
 * frame stays in it; the host learns that something was scored and how it was decided.
 */
export const events = {
	ready: info.describe('The first message on the port, and again after another pack was loaded.'),
	progress: z
		.strictObject({
			call: callId,
			rows: count,
			rejected: count,
			flagged: count,
			share: probability.nullable().describe('Of the file’s bytes; null while it is not known.')
		})
		.describe('Rows are being scored. At most ten a second.'),
	scored: z
		.strictObject({
			call: callId,
			kind: z.enum(['single', 'rows', 'file']),
			id: z.string().describe('Of the run; of the prediction for a single transaction.'),
			rows: count,
			rejected: count,
			flagged: count,
			pack: z.string().describe('SHA-256 of the model.')
		})
		.describe('Something was scored, by the host’s call or by the analyst.'),
	decision: z
		.strictObject({
			call: callId,
			kind: z.enum(['single', 'file']),
			id: z.string().describe('As in `scored`.'),
			decision: z.enum(decisions).nullable().describe('Of a single transaction; null for a file.'),
			score: probability.nullable().describe('Of a single transaction; null for a file.'),
			flagged: count.describe('How many rows are flagged by it; 0 or 1 for a single transaction.'),
			policy: thresholds
		})
		.describe('One transaction was decided, or the analyst moved the threshold of a file’s result.'),
	error: z.strictObject({ code: z.string(), message: z.string() }).describe('Something went wrong that belongs to no call.')
};
export type EventName = keyof typeof events;
export type EventOf<E extends EventName> = z.infer<(typeof events)[E]>;
