import type { Source } from './names';
import type { RawRows } from './session';

/** Rows on their way through a pipeline: the raw columns, and the features made so far, in pipeline order. */
export interface Block {
	readonly rows: number;
	readonly raw: readonly Float64Array[];
	readonly labels: Uint8Array | null;
	/** A step's entry is empty until it has run. */
	readonly made: Float64Array[];
	/** A column for a step to fill, `[rows]`; what is in it is anything. */
	column(): Float64Array;
	/** The same for whole numbers, until the block is through. */
	ints(): Int32Array;
}

const notYet = new Float64Array(0);

export function newBlock({ rows, columns, labels }: RawRows, steps: number, room: ColumnRoom): Block {
	return { rows, raw: columns, labels, made: Array.from({ length: steps }, () => notYet), column: () => room.take(rows), ints: () => room.takeInts(rows) };
}

/** The values of a source, at least `rows` long. */
export function valuesOf(block: Block, source: Source): Float64Array {
	return source.kind === 'raw' ? block.raw[source.index] : block.made[source.index];
}

/** Columns that serve one block after the other, since making and clearing new ones costs more than many steps. */
export class ColumnRoom {
	private free: Float64Array[] = [];
	private lent: Float64Array[] = [];
	private freeInts: Int32Array[] = [];
	private lentInts: Int32Array[] = [];
	/** Buffers that somebody keeps. */
	private readonly kept = new WeakSet<ArrayBufferLike>();

	take(rows: number): Float64Array {
		const known = this.free.pop();
		const column = known?.length === rows ? known : new Float64Array(rows);
		this.lent.push(column);
		return column;
	}

	takeInts(rows: number): Int32Array {
		const known = this.freeInts.pop();
		const column = known?.length === rows ? known : new Int32Array(rows);
		this.lentInts.push(column);
		return column;
	}

	/** Nobody looks at the columns lent so far any more, but for those that somebody keeps. */
	recycle(kept: readonly Float64Array[] = []): void {
		const buffers = new Set(kept.map(({ buffer }) => buffer));
		for (const column of this.lent) {
			if (buffers.has(column.buffer)) this.kept.add(column.buffer);
			else this.free.push(column);
		}
		this.lent = [];
		this.freeInts.push(...this.lentInts);
		this.lentInts = [];
	}

	/** Nobody keeps these any more. What was not lent, or was handed on to another thread, is left alone. */
	takeBack(columns: readonly Float64Array[]): void {
		for (const column of columns) if (this.kept.delete(column.buffer) && column.length > 0) this.free.push(column);
	}
}
