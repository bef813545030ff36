import { z } from './zod';

export const backendNames = ['webgpu', 'wasm', 'cpu'] as const;
export const backendName = z.enum(backendNames);
/** What members are computed on: `wasm` is our SIMD kernels, `cpu` plain TypeScript, `webgpu` TF.js and a shader for trees. */
export type BackendName = (typeof backendNames)[number];

/** Result of a backend's self-test on a pack's golden vectors. */
export interface Certificate {
	/** First 16 hex digits of the SHA-256 over pack, backend, adapter and outcome. */
	readonly id: string;
	readonly packSha256: string;
	readonly backend: BackendName;
	/** What it ran on, as the browser names it: a GPU's description, or the kind of CPU kernel. */
	readonly device: string;
	readonly vectors: number;
	/** Largest absolute difference of scores to the float64 reference. */
	readonly maxAbsError: number;
	readonly tolerance: number;
	readonly passed: boolean;
}
