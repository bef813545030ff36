import type { PipelineSession, RawRows } from '../../core/features/session';
import { keepsRawValues } from '../../core/run/kept-values';
import type { Certificate } from '../../core/backend';
import type { ScoredBlock } from '../../core/run/types';
import type { BlockReader } from './block-reader';
import type { ScoringModel } from './model';
import type { ParsedBlock } from './parse-block';

/** What members consume of a block, and what the log keeps of it. */
export interface BlockFeatures {
	/** Standardised, `[scored × width]`, row-major; valid until the step is asked again. */
	readonly features: Float32Array;
	/** `[columns][scored]`: raw values or features before standardisation, see `keepsRawValues`. */
	readonly kept: readonly Float64Array[];
	/** How the rows stood to their profiles, for a model that has some. */
	readonly profiles?: ScoredBlock['profiles'];
}

/** Turns parsed rows into features; one block after the other, in the order of the file. */
export type FeatureStep = (parsed: ParsedBlock, reader: BlockReader) => Promise<BlockFeatures> | BlockFeatures;

/** Turns features into unclipped margins, `[rows]`. */
export type MarginStep = (features: Float32Array, rows: number) => Promise<{ margins: Float32Array; certificate: Certificate }>;

/**
 * Features of a session at hand.
 *
 * @param onPassed called after each block; the session stays what it was after that block until it has resolved
 */
export function sessionFeatures(
	{ pipeline }: Pick<ScoringModel, 'pipeline'>,
	session: PipelineSession,
	onPassed?: (profiles: ScoredBlock['profiles']) => Promise<void>
): FeatureStep {
	let room = new Float32Array(0);
	const raw = keepsRawValues(pipeline);
	return async (parsed, reader) => {
		const rows = reader.rowsOf(parsed);
		const needed = parsed.scored * pipeline.width;
		if (room.length < needed) room = new Float32Array(needed);
		const features = room.subarray(0, needed);
		if (raw) {
			session.transform(rows, features);
			await onPassed?.(undefined);
			return { features, kept: parsed.raw };
		}
		const { kept, profiles } = passSession({ pipeline }, session, rows);
		pipeline.scale(kept, parsed.scored, features);
		await onPassed?.(profiles);
		return { features, kept, ...(profiles && { profiles }) };
	};
}

/** Lets rows pass a session: features before standardisation, and how the rows stood to their profiles. */
export function passSession(
	{ pipeline }: Pick<ScoringModel, 'pipeline'>,
	session: PipelineSession,
	rows: RawRows
): { readonly kept: Float64Array[]; readonly profiles: ScoredBlock['profiles'] } {
	const { withoutHistory, late, repeated } = session.counts;
	const kept = session.unscaled(rows);
	if (pipeline.profileKeys.length === 0) return { kept, profiles: undefined };
	const after = session.counts;
	return {
		kept,
		profiles: {
			withoutHistory: after.withoutHistory - withoutHistory,
			late: after.late - late,
			repeated: after.repeated - repeated
		}
	};
}
