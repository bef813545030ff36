import type { BackendName, Certificate } from '../../core/backend';
import type { Model } from '../../core/members/model';
import type { BackendReport } from '../types';

/** Something that computes a model's margins. One is made for one model and used by one caller at a time. */
export interface Backend {
	readonly name: BackendName;
	/** What it runs on, in words: a GPU as the browser names it, or the kind of CPU kernel. */
	readonly device: string;
	/** True where a WebGPU adapter is a program on the CPU (SwiftShader, llvmpipe): right, but slow. */
	readonly software: boolean;
	/**
	 * Writes the unclipped margins of the first `rows` rows to `out[0 … rows - 1]`. May be called again only after it
	 * settled; `features` and `out` must stay as they are until then. Margins of rows that hold NaN are meaningless.
	 *
	 * Rejects with `engine.backend-failed` when the backend died (a lost GPU, exhausted memory); so does every later call.
	 *
	 * @param features standardised and clipped, `[rows × inputs]`, row-major
	 */
	margins(features: Float32Array, rows: number, out: Float32Array): Promise<void>;
	/** Frees what it holds; an open call may reject. */
	dispose(): void;
}

/** Something that computes the margins of one ensemble of trees; part of a {@link Backend}, with the same rules. */
export interface TreesBackend {
	/** In words, as “trees in TypeScript”. */
	readonly how: string;
	/** The GPU that it runs on, and whether that is a program on the CPU; null on the CPU. */
	readonly adapter: { readonly device: string; readonly software: boolean } | null;
	/** @param out `[rows]`, filled with margins, not clipped */
	margins(features: Float32Array, rows: number, out: Float64Array): Promise<void>;
	dispose(): void;
}

export interface BackendOptions {
	/** Accept a software WebGPU adapter. */
	readonly allowSoftware: boolean;
	/** Usual features of a row, best their medians: trees are the quickest for rows like it. It changes no margin. */
	readonly typical?: ArrayLike<number>;
	readonly signal?: AbortSignal;
}

/**
 * Makes a backend, warmed up. Rejects with `engine.no-backend` where this machine or page has no such thing (with
 * `detail.software: true` where it has only a software adapter that was not allowed), and with
 * `engine.backend-failed` where it has one that does not work.
 */
export type BackendFactory = (model: Model, options: BackendOptions) => Promise<Backend>;

export type BackendFactories = { readonly [name in BackendName]: BackendFactory };

export interface ChosenBackend {
	readonly backend: Backend;
	/** The backend's self-test on this pack; passed. */
	readonly certificate: Certificate;
	/** One report a backend: which was chosen, and why the others were not. */
	readonly reports: readonly BackendReport[];
}

/** Where a run gets its next backend from when the one it uses dies. */
export interface BackendPool {
	/**
	 * Disposes the backend in use, never offers it again, and gives the next best that passes its self-test. `reason` is
	 * the sentence that the failed one's report will carry. Rejects with `engine.no-backend` when none is left.
	 */
	next(failed: BackendName, reason: string): Promise<ChosenBackend>;
	/** Disposes the backend in use. */
	dispose(): void;
}

export interface BackendChoice extends ChosenBackend {
	readonly pool: BackendPool;
}
