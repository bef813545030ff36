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

/** Blocks of thousands of rows get room for a little more: the next one is as long but for some. */
const roomRows = 2048;
/** More columns than any pipeline has. */
const mostFree = 500;

/** Columns that serve one block after the other, since making and clearing new ones costs more than many steps. */
export class ColumnRoom {
	private free: ArrayBuffer[] = [];
	private lent: Float64Array<ArrayBuffer>[] = [];
	private freeInts: ArrayBuffer[] = [];
	private lentInts: Int32Array<ArrayBuffer>[] = [];
	/** Buffers that somebody keeps. */
	private readonly kept = new WeakSet<ArrayBufferLike>();

	take(rows: number): Float64Array {
		const column = new Float64Array(taken(this.free, 8, rows), 0, rows);
		this.lent.push(column);
		return column;
	}

	takeInts(rows: number): Int32Array {
		const column = new Int32Array(taken(this.freeInts, 4, rows), 0, rows);
		this.lentInts.push(column);
		return column;
	}

	/** Nobody looks at the columns lent so far any more, but for those that somebody keeps. */
	recycle(kept: readonly Float64Array[] = []): void {
		const buffers = new Set<ArrayBufferLike>(kept.map(({ buffer }) => buffer));
		for (const { buffer } of this.lent) {
			if (buffers.has(buffer)) this.kept.add(buffer);
			else this.add(buffer);
		}
		this.lent = [];
		this.freeInts.push(...this.lentInts.map(({ buffer }) => buffer));
		this.lentInts = [];
	}

	/** Nobody keeps these any more. What was not lent, or was handed on to another thread, is left alone. */
	takeBack(columns: readonly Float64Array[]): void {
		for (const { buffer } of columns) if (this.kept.delete(buffer) && buffer instanceof ArrayBuffer) this.add(buffer);
	}

	/** Memory that is this room's from now on. */
	add(buffer: ArrayBuffer): void {
		if (this.free.length < mostFree && buffer.byteLength > 0) this.free.push(buffer);
	}
}

function taken(free: ArrayBuffer[], bytes: number, rows: number): ArrayBuffer {
	const known = free.pop();
	if (known && known.byteLength >= bytes * rows) return known;
	return new ArrayBuffer(bytes * (rows < roomRows ? rows : Math.ceil(rows / roomRows) * roomRows));
}
