import type { Block } from '../block';
import type { Pieces } from '../state/pieces';
import type { StateReader } from '../state/reader';
import type { StateWriter } from '../state/writer';
import { withRoom } from './room';
import type { RowPrints } from './row-prints';

/** What a slot's previous row is known by. */
const kinds = { none: 0, values: 1, print: 2 } as const;

/** Their texts may have to be hashed, some ten microseconds each. */
const printedAPiece = 128;

/**
 * The previous row of every key, to see which rows have no history and which repeat it in every raw column. Of saved
 * profiles only a fingerprint of that row is known.
 */
export class PreviousRows {
	private kind = new Uint8Array(0);
	/** `[slots × columns]` */
	private values = new Float64Array(0);
	/** `[slots × 2]` */
	private prints = new Uint32Array(0);
	/** `[slots]`: the slot's previous row where it is in the block at work, else -1. */
	private inBlock = new Int32Array(0);
	withoutHistory = 0;
	repeated = 0;

	constructor(private readonly columns: number) {}

	/** `[rows]`: 0 where a row repeats its key's previous one. @param printed for rows of saved profiles, null without */
	run({ raw, rows }: Block, slots: Int32Array, count: number, printed: RowPrints | null): Uint8Array {
		this.reserve(count);
		const { kind, inBlock } = this;
		const adds = new Uint8Array(rows).fill(1);
		for (let row = 0; row < rows; row++) {
			const slot = slots[row];
			if (kind[slot] === kinds.none) this.withoutHistory++;
			else if (this.repeats(slot, raw, row, printed)) {
				adds[row] = 0;
				this.repeated++;
				continue;
			}
			if (slot === 0) continue;
			kind[slot] = kinds.values;
			inBlock[slot] = row;
		}
		this.keep(raw, slots);
		return adds;
	}

	private repeats(slot: number, raw: readonly Float64Array[], row: number, printed: RowPrints | null): boolean {
		if (this.inBlock[slot] >= 0) return sameRows(raw, this.inBlock[slot], row);
		return this.kind[slot] === kinds.values ? this.equals(slot, raw, row) : this.hasPrint(slot, raw, row, printed);
	}

	/** Keeps the values of every slot's newest row of a block, which ends here. */
	private keep(raw: readonly Float64Array[], slots: Int32Array): void {
		const { inBlock, values, columns } = this;
		for (let c = 0; c < columns; c++) {
			const column = raw[c];
			for (let row = 0; row < slots.length; row++) {
				if (inBlock[slots[row]] === row) values[slots[row] * columns + c] = column[row];
			}
		}
		for (let row = 0; row < slots.length; row++) inBlock[slots[row]] = -1;
	}

	private reserve(slots: number): void {
		this.kind = withRoom(this.kind, slots);
		this.values = withRoom(this.values, slots * this.columns);
		this.inBlock = withRoom(this.inBlock, slots, -1);
	}

	private equals(slot: number, raw: readonly Float64Array[], row: number): boolean {
		const { values, columns } = this;
		for (let c = 0, at = slot * columns; c < columns; c++, at++) {
			const [one, other] = [values[at], raw[c][row]];
			if (one !== other && (one === one || other === other)) return false;
		}
		return true;
	}

	private hasPrint(slot: number, raw: readonly Float64Array[], row: number, printed: RowPrints | null): boolean {
		const [one, other] = printed?.of((column) => raw[column][row]) ?? [];
		return one === this.prints[2 * slot] && other === this.prints[2 * slot + 1];
	}

	*write(out: StateWriter, slots: number, printed: RowPrints): Pieces {
		this.reserve(slots);
		this.prints = withRoom(this.prints, slots * 2);
		const known = new Int32Array(slots - 1);
		const prints = new Uint32Array((slots - 1) * 2);
		for (let slot = 1; slot < slots; slot++) {
			const at = 2 * (slot - 1);
			if (slot % printedAPiece === 0) yield;
			if (this.kind[slot] === kinds.none) continue;
			known[slot - 1] = 1;
			if (this.kind[slot] === kinds.values) [prints[at], prints[at + 1]] = printed.of((column) => this.values[slot * this.columns + column]);
			else [prints[at], prints[at + 1]] = [this.prints[2 * slot], this.prints[2 * slot + 1]];
		}
		out.i32(known);
		out.u32(prints);
	}

	read(from: StateReader, slots: number): void {
		this.reserve(slots);
		const known = from.i32(slots - 1, 0, 1);
		known.forEach((is, i) => (this.kind[i + 1] = is === 1 ? kinds.print : kinds.none));
		this.prints = withRoom(this.prints, slots * 2);
		this.prints.set(from.u32((slots - 1) * 2), 2);
	}
}

function sameRows(raw: readonly Float64Array[], first: number, second: number): boolean {
	for (const column of raw) {
		const [one, other] = [column[first], column[second]];
		if (one !== other && (one === one || other === other)) return false;
	}
	return true;
}
