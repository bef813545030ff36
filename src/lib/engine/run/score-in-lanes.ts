import { ShrikeError } from '../../core/errors';
import { CodeTranslation } from '../../core/features/text-codes';
import type { Pack } from '../../core/pack/load';
import type { KeyedHash } from '../../core/privacy/keyed-hash';
import type { PipelineSession } from '../../core/features/session';
import { segmentsOf } from '../../csv/segment-reader';
import type { OpenTable, TableFacts } from '../../csv/types';
import type { FeatureReply, FeatureRequest, Lane, MarginRequest, SegmentJob, SegmentPool } from '../pool/types';
import type { FileSource } from '../types';
import type { BackendRelay, Handover } from './backend-relay';
import type { BlockIntake } from './block-intake';
import { passSession } from './block-steps';
import type { BytesRead } from './bytes-read';
import type { RunColumns } from './columns';
import { profiledSegmentBytes } from './profiled-segments';
import type { RunStart } from './run-start';
import { scoreSegments } from './score-segments';

/** After more bytes than these, workers end before the result is made: what they hold would stand beside what that takes. */
const retireAfterBytes = 2 ** 29;
/** A file of fewer segments is scored by the engine alone: sharing it out would take as long. */
const fewestSegments = 2;

export interface LanesJob {
	readonly pack: Pack;
	readonly relay: BackendRelay;
	readonly pool?: SegmentPool;
	/** In place of the pool's own. */
	readonly segmentBytes?: number;
	readonly source: FileSource;
	readonly table: OpenTable;
	readonly columns: RunColumns;
	readonly hash: KeyedHash;
	readonly start: RunStart;
	readonly intake: BlockIntake;
	readonly session: PipelineSession;
	/** After each block that has passed the session; none may until it has resolved. */
	readonly onPassed: (profiles: FeatureReply['profiles']) => Promise<void>;
	/** When the backend of the run hands over to another. */
	readonly onHandover: (handover: Handover) => void;
	readonly bytes: BytesRead;
	/** All rows have been scored; the last blocks are on their way into the log. Must not throw. */
	readonly onScored: () => void;
}

type Opening = Pick<LanesJob, 'pack' | 'relay' | 'pool' | 'segmentBytes' | 'source' | 'table' | 'columns' | 'hash' | 'start'>;

export interface OpenLanes {
	readonly lanes: readonly Lane[];
	readonly pool: SegmentPool;
	readonly segmentBytes: number;
}

/**
 * Lanes to score a file in, or null where it has to be read from front to back: one that is compressed or transcoded, short,
 * or goes on with profiles that are behind its rows.
 */
export async function lanesFor(job: Opening): Promise<OpenLanes | null> {
	const { pool, pack, relay, source, table, columns, start, hash } = job;
	const { dialect } = table;
	const behind = !start.isNew && pack.pipeline.profileKeys.length > 0;
	if (!pool || dialect.gzip || dialect.encoding !== 'utf-8' || behind) return null;
	const given = job.segmentBytes ?? pool.segmentBytes;
	if (segmentsOf(0, source.blob.size, given).length < fewestSegments) return null;
	const asks: SegmentJob['asks'] = relay.backend === 'webgpu' ? 'margins' : pack.pipeline.profileKeys.length > 0 ? 'features' : 'nothing';
	// Profiles have to stay with the run, and so has the one GPU: one of them at a time.
	if (relay.backend === 'webgpu' && pack.pipeline.profileKeys.length > 0) return null;
	const lanes = await pool.open({
		...{ name: source.name, file: source.blob, columns, policy: start.run.policy, key: hash.key, asks },
		table: factsOf(table)
	});
	const segmentBytes = asks === 'features' ? await profiledSegmentBytes(source.blob, given) : given;
	return lanes.length > 0 ? { lanes, pool, segmentBytes } : null;
}

/** Rejects as `scoreTable` does; what breaks a worker takes the pool along, and the run goes on without it. */
export async function scoreInLanes({ lanes, pool, segmentBytes }: OpenLanes, job: LanesJob, signal: AbortSignal | undefined): Promise<void> {
	const { source, table, start, intake, bytes } = job;
	await table.close();
	const from = start.endOffsets.at(-1) ?? table.headerBytes.length;
	const size = source.blob.size - (table.byteOrderMark ? 3 : 0);
	const features = sessionOfLanes(job);
	try {
		await scoreSegments({
			...{ lanes, intake, signal, start: from },
			segments: segmentsOf(from, size, segmentBytes),
			steps: { features, margins: (request) => relayed(job, request, signal) },
			onEnd: (offset) => bytes.reachedTo(offset),
			onScored: () => {
				job.onScored();
				if (size > retireAfterBytes) pool.retire();
			}
		});
	} catch (thrown) {
		if (thrown instanceof ShrikeError && thrown.code === 'engine.worker-crashed') pool.dispose();
		throw thrown;
	}
}

async function relayed({ relay, onHandover }: LanesJob, { features, rows }: MarginRequest, signal: AbortSignal | undefined) {
	const { margins, certificate } = await relay.margins(features, rows, { signal, onHandover });
	return { margins: new Float32Array(margins), certificate };
}

/** Lets the rows of lanes pass the run's session, each lane's texts by its own codes. */
function sessionOfLanes({ pack, session, onPassed }: LanesJob): (lane: Lane, request: FeatureRequest) => Promise<FeatureReply> {
	const known = new Map<Lane, readonly (CodeTranslation | null)[]>();
	return async (lane, { rows, columns, labels, texts, spare }) => {
		const codes = known.get(lane) ?? session.dictionaries.map((dictionary) => dictionary && new CodeTranslation(dictionary));
		known.set(lane, codes);
		codes.forEach((translation, column) => {
			translation?.learn(texts[column] ?? []);
			translation?.translate(columns[column], rows);
		});
		session.lend(spare);
		const { kept, profiles } = passSession(pack, session, { rows, columns, labels });
		await onPassed(profiles);
		return { kept: kept.map((feature) => own(feature, rows)), profiles };
	};
}

/** Without a copy: all of them are the session's gift, or columns of the request that features copy. */
function own({ buffer, byteOffset }: Float64Array, rows: number): Float64Array<ArrayBuffer> {
	return buffer instanceof ArrayBuffer ? new Float64Array(buffer, byteOffset, rows) : new Float64Array(buffer, byteOffset, rows).slice();
}

function factsOf({ dialect, headers, headerBytes, headerStart, newline, byteOrderMark }: OpenTable): TableFacts {
	return { dialect, headers, headerBytes, headerStart, newline, byteOrderMark };
}
