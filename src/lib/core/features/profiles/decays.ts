import { valuesOf } from '../block';
import type { Block } from '../block';
import type { Pieces } from '../state/pieces';
import type { StateReader } from '../state/reader';
import type { StateWriter } from '../state/writer';
import { asksOf, kinds } from './aggregates';
import type { Ask, DecayStep } from './aggregates';
import { DecayingSum } from './decaying-sum';
import { HalfLife } from './half-life';
import { newColumn } from './part';
import type { Part, ProfileRows } from './part';
import { Remembered } from './remembered';
import type { ProfileStepPlan } from './step-plan';

/** Rows left of a mean below which there is nothing to say: both of its sums come near the smallest doubles. */
const fewestRows = 1e-290;

/** What is kept with one half-life: rows, then of each number its rows and its sum. */
interface Fading {
	readonly halfLife: HalfLife;
	readonly all: readonly DecayingSum[];
	readonly before: readonly Ask[];
	readonly after: readonly Ask[];
}

/**
 * Sums in which a row counts 2^(-age / half-life). One number a sum is enough: it is multiplied by the time since the
 * key's previous row, then the row is added.
 */
export class Decays implements Part {
	private readonly remembered = new Remembered();
	private readonly fadings: readonly Fading[];

	constructor(plans: readonly (ProfileStepPlan & { readonly step: DecayStep })[]) {
		const seconds = [...new Set(plans.map(({ step }) => step.halfLife))];
		const { before, after } = asksOf(plans, this.remembered, (step) => seconds.indexOf(step.halfLife));
		this.fadings = seconds.map((halfLife, h) => ({
			halfLife: new HalfLife(halfLife),
			all: Array.from({ length: 1 + 2 * this.remembered.numbers.length }, () => new DecayingSum()),
			before: before.filter(({ span }) => span === h),
			after: after.filter(({ span }) => span === h)
		}));
	}

	reserve(slots: number): void {
		for (const sum of this.sums) sum.reserve(slots);
	}

	run({ block, slots, times, before, adds }: ProfileRows): void {
		const numbers = this.remembered.numbers.map((source) => valuesOf(block, source));
		const factors = block.column();
		const rows = { slots, adds, factors };
		for (const fading of this.fadings) {
			fading.halfLife.factors(times, before, factors);
			// By place among all sums; null where nobody asks.
			const columns = (asks: readonly Ask[]): (Float64Array | null)[] =>
				fading.all.map((_, place) => (asks.some((ask) => placesOf(ask).includes(place)) ? block.column() : null));
			const [first, last] = [columns(fading.before), columns(fading.after)];
			fading.all.forEach((sum, place) => {
				const values = place === 0 ? null : numbers[(place - 1) >> 1];
				sum.slide(rows, values, place % 2 === 1, first[place], last[place]);
			});
			for (const ask of fading.before) answer(ask, first, block);
			for (const ask of fading.after) answer(ask, last, block);
		}
	}

	private get sums(): readonly DecayingSum[] {
		return this.fadings.flatMap(({ all }) => all);
	}

	*write(out: StateWriter, slots: number): Pieces {
		const { sums } = this;
		const all = new Float64Array((slots - 1) * sums.length);
		for (const [place, of] of sums.entries()) {
			for (let slot = 1, at = place; slot < slots; slot++, at += sums.length) all[at] = of.sums[slot];
			yield;
		}
		out.f64(all);
	}

	read(from: StateReader, slots: number): void {
		const { sums } = this;
		this.reserve(slots);
		const all = from.f64((slots - 1) * sums.length);
		sums.forEach((of, place) => {
			for (let slot = 1, at = place; slot < slots; slot++, at += sums.length) of.sums[slot] = all[at];
		});
	}
}

/** Which sums a step asks for: of a mean the rows, then the sum. */
function placesOf({ kind, of }: Ask): number[] {
	if (kind === kinds.count) return [0];
	return kind === kinds.sum ? [2 + 2 * of] : [1 + 2 * of, 2 + 2 * of];
}

function answer(ask: Ask, columns: readonly (Float64Array | null)[], block: Block): void {
	const [first, second] = placesOf(ask).map((place) => columns[place]);
	const made = newColumn(block, ask.index);
	if (!first) return;
	if (!second) made.set(first);
	else for (let row = 0; row < made.length; row++) made[row] = first[row] > fewestRows ? second[row] / first[row] : ask.otherwise;
}
