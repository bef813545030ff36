import type { Redecision } from '../core/run/types';
import type { FileSource } from '../engine/types';
import { ResultState, type ResultOptions } from '../state/result.svelte';

export interface ShownResultOptions {
	readonly engine: ResultOptions['engine'];
	/** Keeps a moved threshold with its run; null for one that went back to the run's own policy. */
	readonly keep: (of: ResultState, redecided: Redecision | null) => Promise<void>;
	/** Whether this tab is working on a run now. */
	readonly isRunning: (runId: string) => boolean;
}

/** The result that a page shows, made once as long as the same run is looked at. */
export class ShownResult {
	#known: { readonly of: ResultState; readonly source: FileSource | null; readonly wasRunning: boolean } | null = null;

	constructor(private readonly options: ShownResultOptions) {}

	/**
	 * The result of a run. Scored from another file, or looked at from elsewhere while it was going on, it is read anew: a run
	 * that was resumed has more rows than the result shown before. Who has it scored looks at it from its last row on.
	 */
	of(runId: string, source: FileSource | null): ResultState {
		const known = this.#known;
		const whole = known !== null && (!known.wasRunning || known.of.ended);
		if (known?.of.runId === runId && (source === null ? whole : source === known.source)) return known.of;
		const { engine, keep, isRunning } = this.options;
		const of: ResultState = new ResultState({ engine, runId, source, keep: (redecided) => keep(of, redecided), now: Date.now });
		this.#known = { of, source, wasRunning: isRunning(runId) };
		void of.open();
		return of;
	}
}
