import type { ScoredBlock } from '../core/run/types';

/**
 * The block with arrays that own exactly their bytes. Structured cloning of a view copies the whole buffer under it, so
 * a block cut from the engine's larger working arrays would be stored many times its size.
 */
export function compactBlock(block: ScoredBlock): ScoredBlock {
	const features = block.features;
	return {
		...block,
		offset: owned(block.offset),
		margin: owned(block.margin),
		score: owned(block.score),
		decision: owned(block.decision),
		label: owned(block.label),
		amount: owned(block.amount),
		timestamp: owned(block.timestamp),
		keys: Object.fromEntries(Object.entries(block.keys).map(([name, { bytes, ends }]) => [name, { bytes: owned(bytes), ends: owned(ends) }])),
		features: features && { rows: features.rows && owned(features.rows), values: owned(features.values) }
	};
}

function owned<A extends Float64Array | Float32Array | Uint32Array | Uint8Array>(array: A): A;
function owned(array: Float64Array | Float32Array | Uint32Array | Uint8Array) {
	return array.byteLength === array.buffer.byteLength ? array : array.slice();
}
