import type { RawRows } from './session';
import type { Source } from './names';

/** Rows on their way through a pipeline: the raw columns, and the features made so far, in pipeline order. */
export interface Block {
	readonly rows: number;
	readonly raw: readonly Float64Array[];
	readonly labels: Uint8Array | null;
	/** A step's entry is empty until it has run. */
	readonly made: Float64Array[];
}

const notYet = new Float64Array(0);

export function newBlock({ rows, columns, labels }: RawRows, steps: number): Block {
	return { rows, raw: columns, labels, made: Array.from({ length: steps }, () => notYet) };
}

/** The values of a source, at least `rows` long. */
export function valuesOf(block: Block, source: Source): Float64Array {
	return source.kind === 'raw' ? block.raw[source.index] : block.made[source.index];
}
