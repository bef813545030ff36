import type { BackendName, Certificate } from '../../core/backend';
import type { Failure } from '../../core/errors';

/** One candidate backend; the engine's own reports fit. */
export interface BackendView {
	readonly backend: BackendName;
	readonly verdict: 'chosen' | 'slower' | 'unavailable' | 'failed' | 'software' | 'not-pinned' | 'excluded';
	readonly explanation: string;
	readonly certificate: Certificate | null;
	readonly rowsPerSecond: number | null;
}

/** What the status pill and its drawer show of the engine. */
export type EngineView =
	/** `step` in words: "Checking the pack". */
	| { readonly state: 'loading'; readonly step: string }
	| {
			readonly state: 'ready';
			readonly pack: { readonly name: string; readonly title: string; readonly version: string; readonly sha256: string };
			readonly backend: BackendName;
			readonly certificate: Certificate;
			readonly reports: readonly BackendView[];
			/** Why it runs where it does now, when it had to move (a lost device). */
			readonly notice?: string | null;
	  }
	| { readonly state: 'failed'; readonly failure: Failure; readonly reports?: readonly BackendView[] };

/** A new version that waits. */
export interface UpdateView {
	/** Why it cannot be taken now ("A run is going on"), or null when it can. */
	readonly blockedBy: string | null;
}
