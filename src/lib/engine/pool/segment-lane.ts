import { ShrikeError } from '../../core/errors';
import type { PipelineSession } from '../../core/features/session';
import type { Pack } from '../../core/pack/load';
import { CardNames } from '../../core/privacy/card-names';
import { keyedHash } from '../../core/privacy/keyed-hash';
import { keepsRawValues } from '../../core/run/kept-values';
import { SegmentReader } from '../../csv/segment-reader';
import { blobRange } from '../../csv/source';
import { ScoredWriter } from '../../csv/writer';
import type { BackendRelay } from '../run/backend-relay';
import type { BlockPart } from '../run/block-part';
import { BlockReader } from '../run/block-reader';
import { BlockScorer } from '../run/block-scorer';
import { sessionFeatures } from '../run/block-steps';
import type { FeatureStep, MarginStep } from '../run/block-steps';
import { numericColumns } from '../run/columns';
import { nextTask, throwIfAborted } from '../run/pace';
import { partText } from '../run/part-text';
import { SpareBuffers } from '../run/spare-buffers';
import type { Lane, LaneHost, SegmentJob, SegmentOutcome, SegmentTask } from './types';

/** Rows a block at most: a segment of ordinary rows is one block, one write to the log and one call of a GPU. */
const laneRows = 16_384;

/** A lane where it stands: in a segment worker, or in a test. */
export class SegmentLane implements Lane {
	private readonly reader: SegmentReader;
	private readonly scorer: BlockScorer;
	private readonly spare = new SpareBuffers();
	private host: LaneHost | null = null;
	private signal: AbortSignal | undefined;
	private to = Infinity;

	constructor(pack: Pack, relay: BackendRelay | null, job: SegmentJob) {
		const { table, columns, policy, key } = job;
		const session = pack.pipeline.begin();
		const names = new CardNames(keyedHash(key));
		const reader = new BlockReader({ table, columns, session, names, rows: laneRows });
		const margins: MarginStep = relay
			? (features, rows) => relay.margins(features, rows, { signal: this.signal })
			: (features, rows) => this.asked().margins({ features: features.slice(), rows });
		this.reader = new SegmentReader(blobRange(job.file, job.name, table), table.dialect, numericColumns(columns));
		this.scorer = new BlockScorer({
			...{ model: pack, columns, reader, names, policy, margins },
			features: job.asks === 'features' ? this.askedFeatures(pack, session) : sessionFeatures(pack, session),
			spare: this.spare,
			text: partText(new ScoredWriter(table, (bytes) => new Uint8Array(this.spare.take(bytes))))
		});
	}

	async score({ segment, start, wishes, spare }: SegmentTask, host: LaneHost, signal?: AbortSignal): Promise<SegmentOutcome> {
		this.host = host;
		this.signal = signal;
		this.to = segment.to;
		for (const buffer of spare) this.spare.give(buffer);
		const parts: BlockPart[] = [];
		throwIfAborted(signal);
		await this.reader.open(segment, start);
		for (;;) {
			throwIfAborted(signal);
			const batch = await this.reader.next(laneRows);
			if (batch === null) break;
			parts.push(await this.scorer.score(batch, wishes));
			await nextTask();
		}
		return { start: this.start, end: this.reader.end, parts, endsTooLong: this.reader.endsTooLong };
	}

	/** Where the segment was found to begin. */
	private get start(): number {
		return this.reader.start ?? NaN;
	}

	private asked(): LaneHost {
		if (this.host) return this.host;
		throw new ShrikeError('engine.internal', 'A segment was scored without a host.');
	}

	/** Sends the rows to the session of the run; what comes back is standardised here. */
	private askedFeatures({ pipeline }: Pack, { dictionaries }: PipelineSession): FeatureStep {
		const raw = keepsRawValues(pipeline);
		// How many of its texts the run knows, by column.
		let told = dictionaries.map(() => 0);
		let spare: ArrayBuffer[] = [];
		return async (parsed, reader) => {
			const rows = reader.rowsOf(parsed);
			const sizes = dictionaries.map((dictionary) => dictionary?.size ?? 0);
			const { kept, profiles } = await this.asked().features({
				start: this.start,
				end: this.reader.end >= this.to ? this.reader.end : null,
				rows: rows.rows,
				columns: rows.columns.map((column) => column.slice(0, rows.rows)),
				labels: rows.labels && rows.labels.slice(0, rows.rows),
				texts: dictionaries.map((dictionary, column) => dictionary && dictionary.textsFrom(told[column])),
				spare
			});
			// Nobody looks at them any more when the next rows come.
			spare = [...new Set(kept.map(({ buffer }) => buffer))];
			// A segment that began elsewhere was refused, and its texts with it.
			told = sizes;
			const features = new Float32Array(parsed.scored * pipeline.width);
			pipeline.scale(kept, parsed.scored, features);
			return { features, kept: raw ? parsed.raw : kept, ...(profiles && { profiles }) };
		};
	}
}
