/**
 * How many transactions one normal row stands for when every fraud stands for itself and frauds are to have the share
 * `prior`: `frauds (1 - prior) / (prior · normals)`.
 */
export function normalWeight(labels: Uint8Array, prior: number): number {
	const frauds = labels.reduce((sum, label) => sum + label, 0);
	return (frauds * (1 - prior)) / (prior * (labels.length - frauds));
}

/** One weight a row: 1 for a fraud, `normal` else. */
export function rowWeights(labels: Uint8Array, normal: number): Float64Array {
	return Float64Array.from(labels, (label) => (label === 1 ? 1 : normal));
}
