import { fromFailure, toFailure, type Failure } from '../../core/errors';
import type { Policy } from '../../core/policy/policy';
import type { RunRecord } from '../../core/run/types';
import type { Call } from '../../embed/handlers';
import type { FileSource } from '../../engine/types';
import type { BatchState } from '../batch.svelte';
import { cancelled } from './turns.svelte';

interface Shown {
	readonly call: number;
	run: RunRecord | null;
	/** What the engine's last work on the file failed with. */
	failed: Failure | null;
}

/**
 * Files of the host while they are scored in the analyst's view, as if the analyst had dropped them there. What becomes of
 * them is followed at the engine, because the view may show something else by the time it is asked.
 */
export class ShownFiles {
	readonly #shown = new Map<FileSource, Shown>();

	/** The host's call that a file came with; null for one of the analyst's. */
	callOf(source: FileSource): number | null {
		return this.#shown.get(source)?.call ?? null;
	}

	/** What the engine does with a file, for the view. */
	async follow<T>(source: FileSource, work: Promise<T>): Promise<T> {
		try {
			return await work;
		} catch (thrown) {
			const shown = this.#shown.get(source);
			if (shown) shown.failed = toFailure(thrown);
			throw thrown;
		}
	}

	scored(source: FileSource, run: RunRecord): void {
		const shown = this.#shown.get(source);
		if (shown) shown.run = run;
	}

	/**
	 * Opens a file in the view and scores it there. Rejects with the first thing that keeps it from being scored, with what
	 * scoring fails with, and with `engine.cancelled` where the host or the analyst gives it up.
	 */
	async score(batch: BatchState, source: FileSource, { id, signal }: Call, policy: () => Policy | null): Promise<RunRecord> {
		if (signal.aborted) throw cancelled();
		const shown: Shown = { call: id, run: null, failed: null };
		this.#shown.set(source, shown);
		const isOpen = () => (batch.stage.kind === 'preview' || batch.stage.kind === 'running') && batch.stage.source === source;
		let opening = batch.stage;
		const stop = () => {
			if (isOpen() && batch.stage.kind === 'running') batch.cancel();
			else if (isOpen() || batch.stage === opening) batch.reset();
		};
		signal.addEventListener('abort', stop);
		try {
			const opened = batch.choose(source);
			opening = batch.stage;
			await opened;
			const { stage } = batch;
			if (stage.kind !== 'preview' || stage.source !== source) throw shown.failed ? fromFailure(shown.failed) : cancelled();
			const [problem] = stage.preview.problems;
			if (problem) throw fromFailure(problem);
			await batch.start(!samePolicy(stage.preview.resumable?.policy, policy()));
			if (shown.run) return shown.run;
			throw shown.failed ? fromFailure(shown.failed) : cancelled();
		} finally {
			signal.removeEventListener('abort', stop);
			this.#shown.delete(source);
		}
	}
}

/** A run that goes on keeps its policy: with another, the file is scored anew. */
function samePolicy(a: Policy | undefined, b: Policy | null): boolean {
	return a?.review === b?.review && a?.decline === b?.decline;
}
