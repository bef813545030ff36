import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { ShrikeError } from '../../src/lib/core/errors';
import { parameterValue } from '../../src/lib/training/search/space';
import { isMissing } from './is-missing';

const trial = z.object({
	/** By what was tried, on what: see `trialId`. */
	id: z.string(),
	status: z.enum(['finished', 'failed']),
	parameters: z.record(z.string(), parameterValue),
	/** What successive halving gave it; null for all there is. */
	resource: z.object({ name: z.string(), amount: z.number() }).nullable(),
	seed: z.number(),
	/** Of the data file; of several, of their digests line by line. */
	dataSha256: z.string(),
	metrics: z.record(z.string(), z.number()),
	seconds: z.number(),
	/** ISO 8601, UTC. */
	started: z.string(),
	finished: z.string(),
	error: z.object({ code: z.string(), message: z.string() }).optional()
});
export type LoggedTrial = z.infer<typeof trial>;

/** The trials of a search, one JSON object a line, kept as they end. */
export interface TrialLog {
	readonly path: string;
	/** Trials that ended well, by id. */
	readonly finished: ReadonlyMap<string, LoggedTrial>;
	/** Lines that hold no trial, such as one that was cut off by a power failure. */
	readonly unread: number;
	/** Resolves when the line is written. Rejects with `file.unwritable`. */
	append(trial: LoggedTrial): Promise<void>;
}

/** Opens a log, and makes its folder where there is none. Rejects with `file.unwritable`. */
export async function openTrialLog(path: string): Promise<TrialLog> {
	const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
		if (isMissing(thrown)) return '';
		throw unwritable(path, thrown);
	});
	await mkdir(dirname(path), { recursive: true }).catch((thrown: unknown) => {
		throw unwritable(path, thrown);
	});
	const lines = text.split('\n').filter((line) => line.trim() !== '');
	const trials = lines.flatMap((line) => trialOf(line) ?? []);
	// What was cut off stays a line of its own.
	let gap = text === '' || text.endsWith('\n') ? '' : '\n';
	return {
		path,
		finished: new Map(trials.filter(({ status }) => status === 'finished').map((one) => [one.id, one])),
		unread: lines.length - trials.length,
		async append(one) {
			const line = `${gap}${JSON.stringify(one)}\n`;
			gap = '';
			// One write of a whole line at the end of the file, so that two searches never mix theirs.
			await appendFile(path, line).catch((thrown: unknown) => {
				throw unwritable(path, thrown);
			});
		}
	};
}

function trialOf(line: string): LoggedTrial | null {
	try {
		return trial.parse(JSON.parse(line));
	} catch {
		return null;
	}
}

function unwritable(path: string, cause: unknown): ShrikeError {
	const why = cause instanceof Error ? cause.message : String(cause);
	return new ShrikeError('file.unwritable', `The trials cannot be kept in ${path}: ${why}. Check the folder, its permissions and the space left.`, { path }, { cause });
}
