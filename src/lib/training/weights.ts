import { fraudCount } from './dataset';

/** What rows stand for. */
export interface Weighting {
	/** How many transactions one normal row stands for; a fraud stands for itself. */
	readonly normalWeight: number;
	/** Share of frauds among all transactions so weighted. */
	readonly prior: number;
}

/**
 * How many transactions one normal row stands for when every fraud stands for itself and frauds are to have the share
 * `prior`: `frauds (1 - prior) / (prior · normals)`.
 */
export function normalWeight(labels: Uint8Array, prior: number): number {
	const frauds = fraudCount({ labels });
	return (frauds * (1 - prior)) / (prior * (labels.length - frauds));
}

/**
 * By a configuration that names either the true share of frauds, which these rows are brought to, or what a normal row
 * stands for, from which their share follows.
 */
export function weightingOf(config: { readonly prior: number | null; readonly normalWeight?: number }, labels: Uint8Array): Weighting {
	if (config.prior !== null) return { normalWeight: normalWeight(labels, config.prior), prior: config.prior };
	const weight = config.normalWeight ?? 1;
	const frauds = fraudCount({ labels });
	return { normalWeight: weight, prior: frauds / (frauds + weight * (labels.length - frauds)) };
}

/** One weight a row: 1 for a fraud, `normal` else. */
export function rowWeights(labels: Uint8Array, normal: number): Float64Array {
	return Float64Array.from(labels, (label) => (label === 1 ? 1 : normal));
}
