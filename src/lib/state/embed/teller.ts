import type { Policy } from '../../core/policy/policy';
import type { RunRecord } from '../../core/run/types';
import type { Emit } from '../../embed/handlers';
import type { RunProgress, SingleScore } from '../../engine/types';

/** Between two reports of progress: ten a second. */
const progressMs = 100;

/** A threshold that the analyst moved on a file's result, and what it flags. */
export interface MovedThreshold {
	readonly runId: string;
	readonly flagged: number;
	readonly policy: Policy;
}

/**
 * Tells the host what goes on in the frame. `call` is the host's id of the call that it belongs to, null for what the
 * analyst does. Nothing in it is a value of a transaction, a header or a file's name.
 */
export class Teller {
	#lastProgress = -Infinity;

	/** @param clock milliseconds since any moment */
	constructor(
		private readonly emit: Emit,
		private readonly clock: () => number
	) {}

	/** At most ten a second, of all files together; how a run ended, `run` tells. */
	progress(call: number | null, { rows, rejected, flagged, bytes, totalBytes, phase }: RunProgress): void {
		const now = this.clock();
		if (now - this.#lastProgress < progressMs) return;
		this.#lastProgress = now;
		const share = totalBytes && phase !== 'history' ? Math.min(1, bytes / totalBytes) : null;
		this.emit('progress', { call, rows, rejected, flagged, share });
	}

	run(call: number | null, kind: 'rows' | 'file', { id, counts, pack }: RunRecord): void {
		const { rows, rejected, flagged } = counts;
		this.emit('scored', { call, kind, id, rows, rejected, flagged, pack: pack.sha256 });
	}

	single(call: number | null, { id, decision, probability }: SingleScore, policy: Policy, packSha256: string): void {
		const flagged = decision === 'approve' ? 0 : 1;
		this.emit('scored', { call, kind: 'single', id, rows: 1, rejected: 0, flagged, pack: packSha256 });
		this.emit('decision', { call, kind: 'single', id, decision, score: probability, flagged, policy });
	}

	moved({ runId, flagged, policy }: MovedThreshold): void {
		this.emit('decision', { call: null, kind: 'file', id: runId, decision: null, score: null, flagged, policy });
	}
}
