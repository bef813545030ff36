import type { BatchResult, Info, SingleResult } from '../../core/embed/wire';
import type { Policy } from '../../core/policy/policy';
import type { RunRecord } from '../../core/run/types';
import type { EngineStatus, RunRowScores, SingleScore } from '../../engine/types';

type Pack = EngineStatus['pack'];

function packFacts({ name, title, version, sha256 }: RunRecord['pack']): SingleResult['pack'] {
	return { name, title, version, sha256 };
}

/** What a host is told of the pack in use: the columns that it reads, by all their names. */
export function packInfo(pack: Pack): NonNullable<Info['pack']> {
	const columns = pack.schema.columns.map(({ name, type, roles, optional, aliases }) => ({
		...{ name, type, role: roles.join(' '), optional: optional === true, aliases: [...aliases] }
	}));
	return { ...packFacts(pack), columns };
}

/** @param latencyMs from the host's request to the score, in the frame */
export function singleAnswer(score: SingleScore, pack: Pack, policy: Policy, latencyMs: number, notes: readonly string[]): SingleResult {
	return {
		kind: 'single',
		id: score.id,
		score: score.probability,
		margin: score.margin,
		decision: score.decision,
		policy,
		pack: packFacts(pack),
		backend: score.backend,
		certificate: score.certificateId,
		latencyMs,
		warnings: [...notes, ...score.warnings]
	};
}

export function batchAnswer(
	kind: BatchResult['kind'],
	run: RunRecord,
	{ scores, decisions, rejects }: RunRowScores,
	scoredFile: Blob | null
): BatchResult {
	const { rows, scored, rejected, flagged, flaggedAmount } = run.counts;
	return {
		kind,
		runId: run.id,
		name: run.file.name,
		...{ rows, scored, rejected, flagged, flaggedAmount },
		policy: run.policy,
		pack: packFacts(run.pack),
		backends: [...run.backends],
		elapsedMs: run.elapsedMs,
		...{ scores, decisions },
		rejects: rejects.map(({ row, code, reason }) => ({ row, code, message: reason })),
		scoredFile
	};
}
