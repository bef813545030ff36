import { valuesOf } from '../block';
import type { StateReader } from '../state/reader';
import type { StateWriter } from '../state/writer';
import { asksOf, kinds } from './aggregates';
import type { Ask, Asks, DecayStep } from './aggregates';
import { newColumn } from './part';
import type { Part, ProfileRows } from './part';
import { Remembered } from './remembered';
import { withRoom } from './room';
import type { ProfileStepPlan } from './step-plan';

/** Rows left of a mean below which there is nothing to say: both of its sums come near the smallest doubles. */
const fewestRows = 1e-290;

/**
 * Sums in which a row counts 2^(-age / half-life). One number a sum is enough: it is multiplied by the time since the
 * key's previous row, then the row is added.
 */
export class Decays implements Part {
	private readonly halfLives: readonly number[];
	private readonly remembered = new Remembered();
	private readonly asks: Asks;
	/** `[slots × half-lives × (1 + 2 numbers)]`: rows; then of each number its rows and its sum. */
	private sums = new Float64Array(0);
	private readonly width: number;

	constructor(plans: readonly (ProfileStepPlan & { readonly step: DecayStep })[]) {
		this.halfLives = [...new Set(plans.map(({ step }) => step.halfLife))];
		this.asks = asksOf(plans, this.remembered, (step) => this.halfLives.indexOf(step.halfLife));
		this.width = 1 + 2 * this.remembered.numbers.length;
	}

	reserve(slots: number): void {
		this.sums = withRoom(this.sums, slots * this.halfLives.length * this.width);
	}

	run({ block, slots, times, before, adds }: ProfileRows): void {
		const numbers = this.remembered.numbers.map((source) => valuesOf(block, source));
		const asks = this.asks;
		const beforeColumns = asks.before.map(({ index }) => newColumn(block, index));
		const afterColumns = asks.after.map(({ index }) => newColumn(block, index));
		for (let row = 0; row < block.rows; row++) {
			const slot = slots[row];
			const elapsed = times[row] - before[row];
			// Not for a first row, whose sums are empty.
			if (elapsed > 0) this.age(slot, elapsed);
			for (let i = 0; i < asks.before.length; i++) beforeColumns[i][row] = this.answer(asks.before[i], slot);
			if (adds[row] !== 0) this.add(slot, row, numbers);
			for (let i = 0; i < asks.after.length; i++) afterColumns[i][row] = this.answer(asks.after[i], slot);
			if (slot === 0) this.sums.fill(0, 0, this.halfLives.length * this.width);
		}
	}

	private answer({ kind, of, otherwise, span }: Ask, slot: number): number {
		const first = (slot * this.halfLives.length + span) * this.width;
		if (kind === kinds.count) return this.sums[first];
		const at = first + 1 + 2 * of;
		if (kind === kinds.sum) return this.sums[at + 1];
		return this.sums[at] > fewestRows ? this.sums[at + 1] / this.sums[at] : otherwise;
	}

	private age(slot: number, elapsed: number): void {
		const { sums, halfLives, width } = this;
		let at = slot * halfLives.length * width;
		for (let h = 0; h < halfLives.length; h++) {
			const factor = 2 ** (-elapsed / halfLives[h]);
			for (const end = at + width; at < end; at++) sums[at] *= factor;
		}
	}

	private add(slot: number, row: number, numbers: readonly Float64Array[]): void {
		const { sums, halfLives, width } = this;
		let first = slot * halfLives.length * width;
		for (let h = 0; h < halfLives.length; h++, first += width) {
			sums[first] += 1;
			for (let v = 0; v < numbers.length; v++) {
				const value = numbers[v][row];
				// Neither NaN nor infinite.
				if (value - value !== 0) continue;
				sums[first + 1 + 2 * v] += 1;
				sums[first + 2 + 2 * v] += value;
			}
		}
	}

	write(out: StateWriter, slots: number): void {
		const first = this.halfLives.length * this.width;
		out.f64(this.sums.subarray(first, slots * first));
	}

	read(from: StateReader, slots: number): void {
		const first = this.halfLives.length * this.width;
		this.reserve(slots);
		this.sums.set(from.f64((slots - 1) * first), first);
	}
}
