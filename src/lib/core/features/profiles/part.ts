import type { Block } from '../block';
import type { Pieces } from '../state/pieces';
import type { StateReader } from '../state/reader';
import type { StateWriter } from '../state/writer';

/** A block's rows as the parts of a profile take them. Slot 0 is for rows without a key or a time: it remembers nothing. */
export interface ProfileRows {
	readonly block: Block;
	/** `[rows]`: whose profile. */
	readonly slots: Int32Array;
	/** `[rows]`: the row's time, or its key's newest where that is later. */
	readonly times: Float64Array;
	/** `[rows]`: the key's newest time before the row; NaN where it has no earlier row. */
	readonly before: Float64Array;
	/** `[rows]`: 0 where the row leaves no mark. */
	readonly adds: Uint8Array;
	/** By raw column: numbers of its texts, -1 for a missing one; empty where no profile asks for it. */
	readonly ids: readonly Int32Array[];
}

/** Slots that are saved between two pauses: less than some milliseconds. */
export const slotsAPiece = 4096;

/** One kind of memory of a profile, with the steps that it serves. */
export interface Part {
	/** Makes room for slots before `slots`. */
	reserve(slots: number): void;
	/** Makes the features of its steps and remembers the rows, in order. */
	run(rows: ProfileRows): void;
	/** Writes what it remembers of slots 1 to before `slots`; `read` takes it back into an empty part. */
	write(out: StateWriter, slots: number): Pieces;
	/** Throws `state.corrupt` for what `write` cannot have written. `ids`: how many texts a raw column has. */
	read(from: StateReader, slots: number, ids: (column: number) => number): void;
}

/** Puts a new column in the block, to be filled by a step. */
export function newColumn(block: Block, index: number): Float64Array {
	const column = block.column();
	block.made[index] = column;
	return column;
}
