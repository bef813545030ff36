import { ShrikeError } from '../../core/errors';
import type { Segment } from '../../csv/segment-reader';
import { tooLongRecord } from '../../csv/tokenizer';
import type { FeatureReply, FeatureRequest, Lane, LaneHost, MarginReply, MarginRequest, SegmentOutcome, SegmentTask } from '../pool/types';
import type { BlockIntake } from './block-intake';
import { throwIfAborted } from './pace';

export interface SegmentsJob {
	readonly lanes: readonly Lane[];
	readonly segments: readonly Segment[];
	/** Decoded offset of the first record of all. */
	readonly start: number;
	readonly intake: BlockIntake;
	/** What lanes may ask for. Features are asked for in the order of the file. */
	readonly steps: {
		readonly features: (lane: Lane, request: FeatureRequest) => Promise<FeatureReply>;
		readonly margins: (request: MarginRequest) => Promise<MarginReply>;
	};
	readonly signal?: AbortSignal;
	/** How far the parts taken so far reach, as a decoded offset. */
	readonly onEnd: (offset: number) => void;
	/** The lanes have nothing more to do; the last parts are on their way into the log. */
	readonly onScored: () => void;
}

/** So many segments read in vain, and the next ones wait for the end of the one before. */
const mostMisplaced = 3;

/**
 * Scores a file's segments in several lanes at once and takes their parts in the order of the file. A lane that took a line
 * within quotes for the beginning of a record reads its segment again, from where the one before really ended; where that
 * happens again and again, segments are begun one after the other.
 *
 * Rejects as `scoreTable` does.
 */
export async function scoreSegments(job: SegmentsJob): Promise<void> {
	const stopping = new AbortController();
	const signal = job.signal ? AbortSignal.any([job.signal, stopping.signal]) : stopping.signal;
	try {
		throwIfAborted(job.signal);
		const order = new SegmentOrder(job, signal);
		await Promise.all(job.lanes.map((lane) => order.work(lane)));
		job.onScored();
		await job.intake.drained();
		throwIfAborted(job.signal);
	} catch (thrown) {
		stopping.abort();
		await job.intake.abandon();
		throwIfAborted(job.signal);
		throw thrown;
	}
}

/** A promise that is settled from outside. */
class Turn {
	readonly come: Promise<number>;
	begin: (start: number) => void = () => undefined;

	constructor() {
		this.come = new Promise((resolve) => (this.begin = resolve));
	}
}

class SegmentOrder {
	private next = 0;
	private misplaced = 0;
	/** Of each segment: where its first record really begins, once all before it are taken. */
	private readonly turns: readonly Turn[];
	/** The same, as soon as the features of all rows before it were asked for. */
	private readonly featureTurns: readonly Turn[];
	private readonly aborted: Promise<never>;

	constructor(
		private readonly job: SegmentsJob,
		private readonly signal: AbortSignal
	) {
		const turns = () => Array.from({ length: job.segments.length + 1 }, () => new Turn());
		[this.turns, this.featureTurns] = [turns(), turns()];
		this.turns[0].begin(job.start);
		this.featureTurns[0].begin(job.start);
		this.aborted = new Promise((_, reject) => {
			signal.addEventListener('abort', () => reject(new ShrikeError('engine.cancelled', 'Cancelled. What was finished is kept.')));
		});
		this.aborted.catch(() => undefined);
	}

	/** One segment after the other, as long as there are any. */
	async work(lane: Lane): Promise<void> {
		while (this.next < this.job.segments.length) {
			const k = this.next++;
			const segment = this.job.segments[k];
			const guessed = k > 0 && this.misplaced < mostMisplaced ? await this.guess(lane, k) : null;
			const start = await this.startOf(this.turns[k]);
			let end = start;
			// A record that reaches over whole segments leaves them without one of their own.
			if (start < segment.to) {
				const right = guessed !== null && guessed.start === start;
				if (guessed !== null && !right) this.misplaced++;
				const outcome = right ? guessed : await lane.score(this.task(segment, start), this.host(lane, k), this.signal);
				for (const part of outcome.parts) await this.job.intake.accept(part);
				this.job.onEnd(outcome.end);
				if (outcome.endsTooLong) throw tooLongRecord(outcome.end, this.job.intake.nextRow);
				end = outcome.end;
			}
			this.turns[k + 1].begin(end);
			this.featureTurns[k + 1].begin(end);
		}
	}

	/** The segment from its first line on; null where that turned out wrong on the way, or led into a fault that may not be the file's. */
	private async guess(lane: Lane, k: number): Promise<SegmentOutcome | null> {
		try {
			return await lane.score(this.task(this.job.segments[k], null), this.host(lane, k), this.signal);
		} catch (thrown) {
			throwIfAborted(this.signal);
			if (!(thrown instanceof ShrikeError) || thrown.code !== 'engine.misplaced') throw thrown;
			this.misplaced++;
			return null;
		}
	}

	private task(segment: Segment, start: number | null): SegmentTask {
		const { wishes, spare } = this.job.intake;
		return { segment, start, wishes, spare: spare.handOver() };
	}

	private startOf(turn: Turn): Promise<number> {
		return Promise.race([turn.come, this.aborted]);
	}

	private host(lane: Lane, k: number): LaneHost {
		const { features, margins } = this.job.steps;
		return {
			features: async (request) => {
				if ((await this.startOf(this.featureTurns[k])) !== request.start) {
					throw new ShrikeError('engine.misplaced', 'The segment begins elsewhere.');
				}
				const reply = await features(lane, request);
				if (request.end !== null) this.featureTurns[k + 1].begin(request.end);
				return reply;
			},
			margins
		};
	}
}
