import { valuesOf } from '../block';
import type { Block } from '../block';
import type { Pieces } from '../state/pieces';
import type { StateReader } from '../state/reader';
import type { StateWriter } from '../state/writer';
import { askedFor, asksOf, kinds } from './aggregates';
import type { Ask, Asks, WindowStep } from './aggregates';
import { ExactSums } from './exact-sums';
import { Extremes } from './extremes';
import { newColumn } from './part';
import type { Part, ProfileRows } from './part';
import { Remembered } from './remembered';
import { withRoom } from './room';
import { SeenTexts } from './seen-texts';
import type { ProfileStepPlan } from './step-plan';
import { answerSums, columnsFor, known, sumAsks } from './sum-answers';
import type { SumAsks } from './sum-answers';

/** What is kept of one number. */
interface NumberMemory {
	readonly sums: ExactSums;
	readonly asks: SumAsks | null;
	readonly largest: Extremes;
	readonly smallest: Extremes;
}

const nowhere = new Float64Array(0);
const noPlaces = new Int32Array(0);

/** Windows over all history: nothing leaves, so that sums are enough, and a set where distinct texts are counted. */
export class History implements Part {
	private readonly remembered = new Remembered();
	private readonly asks: Asks;
	private readonly numbers: readonly NumberMemory[];
	private readonly texts: readonly SeenTexts[];
	/** `[slots]` */
	private rows = new Int32Array(0);

	constructor(plans: readonly (ProfileStepPlan & { readonly step: WindowStep })[]) {
		this.asks = asksOf(plans, this.remembered, () => 0);
		const squares = askedFor(this.asks, 'std').length > 0;
		const asks = sumAsks(this.asks);
		this.numbers = this.remembered.numbers.map((_, v) => ({
			sums: new ExactSums(squares),
			asks: asks.find(({ of }) => of === v) ?? null,
			largest: new Extremes(1),
			smallest: new Extremes(-1)
		}));
		this.texts = this.remembered.texts.map(() => new SeenTexts());
	}

	reserve(slots: number): void {
		this.rows = withRoom(this.rows, slots);
		for (const { sums, largest, smallest } of this.numbers) for (const memory of [sums, largest, smallest]) memory.reserve(slots);
		for (const seen of this.texts) seen.reserve(slots);
	}

	run({ block, slots, adds, ids }: ProfileRows): void {
		const { before, after } = this.asks;
		this.count(slots, adds, block);
		this.numbers.forEach(({ sums, asks, largest, smallest }, v) => {
			const values = valuesOf(block, this.remembered.numbers[v]);
			const [first, last] = [columnsFor(asks?.before ?? [], block), columnsFor(asks?.after ?? [], block)];
			sums.slide({ slots, adds, values, from: slots, to: slots, ring: nowhere, places: noPlaces }, first, last);
			answerSums(asks?.before ?? [], first, block);
			answerSums(asks?.after ?? [], last, block);
			for (const [kind, extremes] of [[kinds.max, largest], [kinds.min, smallest]] as const) {
				const column = (asked: readonly Ask[]): Float64Array | null =>
					asked.some((ask) => ask.kind === kind && ask.of === v) ? block.column() : null;
				const [best, bestNow] = [column(before), column(after)];
				extremes.slide({ slots, adds, values }, best, bestNow);
				for (const [asked, made] of [[before, best], [after, bestNow]] as const) {
					for (const ask of asked) if (made && ask.kind === kind && ask.of === v) known(made, ask.otherwise, newColumn(block, ask.index));
				}
			}
		});
		this.texts.forEach((seen, x) => {
			const column = (asked: readonly Ask[]): Float64Array[] =>
				asked.flatMap((ask) => (ask.kind === kinds.distinct && ask.of === x ? [newColumn(block, ask.index)] : []));
			seen.slide(slots, adds, ids[this.remembered.texts[x]], column(before), column(after));
		});
	}

	private count(slots: Int32Array, adds: Uint8Array, block: Block): void {
		const { rows } = this;
		const counted = block.column();
		for (let row = 0; row < slots.length; row++) {
			counted[row] = rows[slots[row]];
			if (adds[row] !== 0 && slots[row] !== 0) rows[slots[row]]++;
		}
		for (const { kind, index } of this.asks.before) if (kind === kinds.count) newColumn(block, index).set(counted);
		for (let row = 0; row < slots.length; row++) counted[row] += adds[row] === 0 ? 0 : 1;
		for (const { kind, index } of this.asks.after) if (kind === kinds.count) newColumn(block, index).set(counted);
	}

	*write(out: StateWriter, slots: number): Pieces {
		out.i32(this.rows.subarray(1, slots));
		const width = this.numbers.length;
		const [cells] = this.numbers.map(({ sums }) => sums.cells);
		const all = new Float64Array((slots - 1) * width * (cells ?? 0));
		const best = [new Float64Array((slots - 1) * width), new Float64Array((slots - 1) * width)];
		for (const [v, { sums, largest, smallest }] of this.numbers.entries()) {
			for (let slot = 1, at = v; slot < slots; slot++, at += width) {
				sums.save(slot, all, at * sums.cells);
				best[0][at] = largest.best[slot];
				best[1][at] = smallest.best[slot];
			}
			yield;
		}
		out.f64(all);
		for (const part of best) out.f64(part);
		for (const seen of this.texts) {
			seen.write(out);
			yield;
		}
	}

	read(from: StateReader, slots: number, ids: (column: number) => number): void {
		const width = this.numbers.length;
		const [cells] = this.numbers.map(({ sums }) => sums.cells);
		this.reserve(slots);
		this.rows.set(from.i32(slots - 1, 0), 1);
		const all = from.f64((slots - 1) * width * (cells ?? 0));
		const best = [from.f64((slots - 1) * width), from.f64((slots - 1) * width)];
		this.numbers.forEach(({ sums, largest, smallest }, v) => {
			for (let slot = 1, at = v; slot < slots; slot++, at += width) {
				sums.restore(slot, all, at * sums.cells);
				largest.best[slot] = best[0][at];
				smallest.best[slot] = best[1][at];
			}
		});
		this.texts.forEach((seen, x) => seen.read(from, slots, ids(this.remembered.texts[x])));
	}
}
