import type { Failure } from '../core/errors';
import type { Evaluation } from '../core/pack/evaluation';
import type { RoundProgress } from '../training/hybrid/progress';
import type { RowCounts } from '../training/prepare-data';

/** What is trained, on what. */
export interface TrainingRequest {
	/** Name of one of `trainingConfigs`. */
	readonly recipe: string;
	/** What the pack is called for people. */
	readonly title: string;
	/** Integer in [0, 2³²). */
	readonly seed: number;
	readonly files: readonly File[];
}

/** A finished pack, not installed yet. */
export interface TrainedFiles {
	readonly name: string;
	readonly title: string;
	/** The manifest's, by which the pack is addressed. */
	readonly sha256: string;
	/** By name, `manifest.json` among them. */
	readonly files: { readonly [name: string]: Uint8Array<ArrayBuffer> };
	readonly evaluation: Evaluation;
}

/** The page asks once; ending the worker is how it takes the request back. */
export interface ToTraining {
	readonly kind: 'train';
	readonly request: TrainingRequest;
}

/** What the training worker says: any number of the first three, then one of the last two. */
export type FromTraining =
	| { readonly kind: 'reading'; readonly file: string }
	| { readonly kind: 'rows'; readonly counts: RowCounts }
	| { readonly kind: 'round'; readonly progress: RoundProgress }
	| { readonly kind: 'trained'; readonly trained: TrainedFiles }
	| { readonly kind: 'failure'; readonly failure: Failure };

const fromKinds = new Set<unknown>(['reading', 'rows', 'round', 'trained', 'failure'] satisfies FromTraining['kind'][]);

export function isToTraining(data: unknown): data is ToTraining {
	return hasKind(data) && data.kind === 'train';
}

export function isFromTraining(data: unknown): data is FromTraining {
	return hasKind(data) && fromKinds.has(data.kind);
}

function hasKind(data: unknown): data is { readonly kind: unknown } {
	return typeof data === 'object' && data !== null && 'kind' in data;
}
