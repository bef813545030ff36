import type { BackendName } from '../../core/backend';

export interface TimedBackend {
	readonly backend: BackendName;
	readonly rowsPerSecond: number;
}

/** A certified GPU is worth this factor in speed, because it leaves the CPU free for reading and drawing. */
export const gpuAdvantage = 2;

/**
 * Certified backends, best first: a hardware WebGPU adapter leads unless it is more than twice as slow as the fastest,
 * the rest follow by speed. Software adapters must not be among them.
 */
export function ranked<T extends TimedBackend>(certified: readonly T[]): T[] {
	const weight = (of: T) => of.rowsPerSecond * (of.backend === 'webgpu' ? gpuAdvantage : 1);
	// Equal weights: exactly twice as slow is not more than twice as slow, so the GPU goes first.
	const gpuFirst = (of: T) => (of.backend === 'webgpu' ? 0 : 1);
	return [...certified].sort((a, b) => weight(b) - weight(a) || gpuFirst(a) - gpuFirst(b));
}
