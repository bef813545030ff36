import { valuesOf } from '../block';
import type { StateReader } from '../state/reader';
import type { StateWriter } from '../state/writer';
import { askedFor, asksOf, kinds } from './aggregates';
import type { Ask, Asks, WindowStep } from './aggregates';
import { ExactSums } from './exact-sums';
import { PairMap } from './pair-map';
import { newColumn } from './part';
import type { Part, ProfileRows } from './part';
import { Remembered } from './remembered';
import { withRoom } from './room';
import type { ProfileStepPlan } from './step-plan';

/** Windows over all history: nothing leaves, so that sums are enough, and a set where distinct texts are counted. */
export class History implements Part {
	private readonly remembered = new Remembered();
	private readonly asks: Asks;
	private readonly sums: ExactSums;
	private readonly seen: readonly PairMap[];
	/** `[slots]` */
	private rows = new Int32Array(0);
	/** `[slots × numbers]`, NaN where there was none. */
	private largest = new Float64Array(0);
	private smallest = new Float64Array(0);
	/** `[slots × texts]` */
	private distinct = new Int32Array(0);

	constructor(plans: readonly (ProfileStepPlan & { readonly step: WindowStep })[]) {
		this.asks = asksOf(plans, this.remembered, () => 0);
		this.sums = new ExactSums(askedFor(this.asks, 'std').length > 0);
		this.seen = this.remembered.texts.map(() => new PairMap());
	}

	reserve(slots: number): void {
		const { numbers, texts } = this.remembered;
		this.rows = withRoom(this.rows, slots);
		this.sums.reserve(slots * numbers.length);
		this.largest = withRoom(this.largest, slots * numbers.length, NaN);
		this.smallest = withRoom(this.smallest, slots * numbers.length, NaN);
		this.distinct = withRoom(this.distinct, slots * texts.length);
	}

	run({ block, slots, adds, ids }: ProfileRows): void {
		const numbers = this.remembered.numbers.map((source) => valuesOf(block, source));
		const texts = this.remembered.texts.map((column) => ids[column]);
		const { before, after } = this.asks;
		const beforeColumns = before.map(({ index }) => newColumn(block, index));
		const afterColumns = after.map(({ index }) => newColumn(block, index));
		for (let row = 0; row < block.rows; row++) {
			const slot = slots[row];
			for (let i = 0; i < before.length; i++) beforeColumns[i][row] = this.answer(before[i], slot);
			if (adds[row] !== 0) this.add(slot, row, numbers, texts);
			for (let i = 0; i < after.length; i++) afterColumns[i][row] = this.answer(after[i], slot);
			if (slot === 0) this.clear(0, row, texts);
		}
	}

	private answer({ kind, of, otherwise }: Ask, slot: number): number {
		const sum = slot * this.remembered.numbers.length + of;
		switch (kind) {
			case kinds.count:
				return this.rows[slot];
			case kinds.sum:
				return this.sums.sum(sum);
			case kinds.distinct:
				return this.distinct[slot * this.remembered.texts.length + of];
			default:
				if (this.sums.count(sum) === 0) return otherwise;
				if (kind === kinds.mean) return this.sums.mean(sum);
				if (kind === kinds.std) return this.sums.deviation(sum);
				return kind === kinds.max ? this.largest[sum] : this.smallest[sum];
		}
	}

	private add(slot: number, row: number, numbers: readonly Float64Array[], texts: readonly Int32Array[]): void {
		this.rows[slot]++;
		for (let v = 0; v < numbers.length; v++) {
			const value = numbers[v][row];
			// Neither NaN nor infinite.
			if (value - value !== 0) continue;
			const at = slot * numbers.length + v;
			this.sums.add(at, value);
			if (!(this.largest[at] >= value)) this.largest[at] = value;
			if (!(this.smallest[at] <= value)) this.smallest[at] = value;
		}
		for (let x = 0; x < texts.length; x++) {
			const text = texts[x][row];
			if (text < 0 || this.seen[x].get(slot, text) >= 0) continue;
			this.seen[x].set(slot, text, 0);
			this.distinct[slot * texts.length + x]++;
		}
	}

	/** Forgets the one row that a slot has at most. */
	private clear(slot: number, row: number, texts: readonly Int32Array[]): void {
		const width = this.remembered.numbers.length;
		this.rows[slot] = 0;
		for (let sum = slot * width; sum < (slot + 1) * width; sum++) {
			this.sums.clear(sum);
			this.largest[sum] = NaN;
			this.smallest[sum] = NaN;
		}
		texts.forEach((column, x) => {
			if (column[row] >= 0) this.seen[x].delete(slot, column[row]);
			this.distinct[slot * texts.length + x] = 0;
		});
	}

	write(out: StateWriter, slots: number): void {
		const width = this.remembered.numbers.length;
		out.i32(this.rows.subarray(1, slots));
		out.f64(this.sums.saved(width, slots * width));
		for (const part of [this.largest, this.smallest]) out.f64(part.subarray(width, slots * width));
		for (const seen of this.seen) {
			const pairs = new Int32Array(seen.size * 2);
			let at = 0;
			seen.each((slot, text) => {
				pairs[at++] = slot;
				pairs[at++] = text;
			});
			out.i32(Int32Array.of(seen.size));
			out.i32(pairs);
		}
	}

	read(from: StateReader, slots: number, ids: (column: number) => number): void {
		const width = this.remembered.numbers.length;
		const { texts } = this.remembered;
		this.reserve(slots);
		this.rows.set(from.i32(slots - 1, 0), 1);
		this.sums.restore(width, from.f64(this.sums.savedLength((slots - 1) * width)));
		this.largest.set(from.f64((slots - 1) * width), width);
		this.smallest.set(from.f64((slots - 1) * width), width);
		texts.forEach((column, x) => {
			const [size] = from.i32(1, 0);
			const pairs = from.i32(size * 2, 0, Math.max(slots, ids(column)) - 1);
			for (let at = 0; at < pairs.length; at += 2) {
				const [slot, text] = [pairs[at], pairs[at + 1]];
				from.require(slot > 0 && slot < slots && text < ids(column) && this.seen[x].get(slot, text) < 0);
				this.seen[x].set(slot, text, 0);
				this.distinct[slot * texts.length + x]++;
			}
		});
	}
}
