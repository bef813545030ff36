import { valuesOf } from '../block';
import type { Pieces } from '../state/pieces';
import type { StateReader } from '../state/reader';
import type { StateWriter } from '../state/writer';
import { askedFor, asksOf, kinds } from './aggregates';
import type { Ask, Asks, WindowStep } from './aggregates';
import { BestOf } from './best-of';
import { DistinctTexts } from './distinct-texts';
import { EventRings } from './event-rings';
import { ExactSums } from './exact-sums';
import { newColumn, slotsAPiece } from './part';
import type { Part, ProfileRows } from './part';
import { Remembered } from './remembered';
import type { ProfileStepPlan } from './step-plan';
import { answerSums, columnsFor, sumAsks } from './sum-answers';
import type { SumAsks } from './sum-answers';
import { WindowCursor } from './window-cursor';

/**
 * Windows (t - seconds, t] over one key's rows. All share the key's events; each has a cursor to the oldest event that is
 * in it. What has left the longest window gives room. A block goes through one memory after the other, each in a loop of
 * its own over all rows: first the events, then the cursors, then whatever is asked of a window.
 */
export class Windows implements Part {
	/** One a window, shortest first. */
	private readonly cursors: readonly WindowCursor[];
	private readonly remembered = new Remembered();
	private readonly rings: EventRings;
	private readonly asks: Asks;
	private readonly squares: boolean;
	private readonly sums: readonly { readonly asks: SumAsks; readonly of: ExactSums }[];
	private readonly best: readonly { readonly ask: Ask; readonly current: boolean; readonly of: BestOf }[];
	private readonly distinct: readonly DistinctTexts[];

	constructor(plans: readonly (ProfileStepPlan & { readonly step: WindowStep })[]) {
		const spans = [...new Set(plans.map(({ step }) => step.seconds ?? Infinity))].sort((a, b) => a - b);
		this.cursors = spans.map((seconds) => new WindowCursor(seconds));
		const asks = asksOf(plans, this.remembered, (step) => spans.indexOf(step.seconds ?? Infinity));
		this.asks = asks;
		const { numbers, texts } = this.remembered;
		this.rings = new EventRings({ numbers: numbers.length, codes: texts.length, flags: texts.length });
		this.squares = askedFor(asks, 'std').length > 0;
		this.sums = sumAsks(asks).map((those) => ({ asks: those, of: new ExactSums(this.squares) }));
		const bestOf = (those: readonly Ask[], current: boolean): { ask: Ask; current: boolean; of: BestOf }[] =>
			those.flatMap((ask) => {
				if (ask.kind !== kinds.max && ask.kind !== kinds.min) return [];
				return [{ ask, current, of: new BestOf(ask.kind === kinds.max ? 1 : -1) }];
			});
		this.best = [...bestOf(asks.before, false), ...bestOf(asks.after, true)];
		this.distinct = texts.map((_, of) => new DistinctTexts(this.rings, of, spans.length));
	}

	private get longest(): WindowCursor {
		return this.cursors[this.cursors.length - 1];
	}

	reserve(slots: number): void {
		this.rings.reserve(slots);
		for (const memory of [...this.cursors, ...this.distinct]) memory.reserve(slots);
		for (const { of } of [...this.sums, ...this.best]) of.reserve(slots);
	}

	run({ block, slots, times, adds, ids }: ProfileRows): void {
		const { rings, cursors, remembered, asks } = this;
		const events = block.ints();
		const rows = { slots, times, adds, events };
		rings.append(rows, times, (slot) => this.longest.tailOf(slot), events);
		const numbers = remembered.numbers.map((source) => valuesOf(block, source));
		numbers.forEach((values, v) => rings.putNumbers(v, rows, events, values));
		const leaving = cursors.map((cursor) => {
			const leaves = { from: block.ints(), to: block.ints() };
			cursor.slide(rows, rings, leaves);
			return leaves;
		});
		for (const { kind, span, index } of asks.before) {
			if (kind === kinds.count) countBefore(events, leaving[span].to, newColumn(block, index));
		}
		for (const { kind, span, index } of asks.after) {
			if (kind === kinds.count) countAfter(events, leaving[span].to, adds, newColumn(block, index));
		}
		for (const { asks: { span, of, before, after }, of: sums } of this.sums) {
			const [first, last] = [columnsFor(before, block), columnsFor(after, block)];
			sums.slide({ slots, adds, values: numbers[of], ...leaving[span], ring: rings.numbers[of], places: rings.places }, first, last);
			answerSums(before, first, block);
			answerSums(after, last, block);
		}
		for (const { ask, current, of } of this.best) {
			const values = { slots, adds, values: numbers[ask.of], events, to: leaving[ask.span].to };
			of.slide(values, newColumn(block, ask.index), ask.otherwise, current);
		}
		remembered.texts.forEach((column, of) => {
			rings.putCodes(of, rows, events, ids[column]);
			const asked = (those: readonly Ask[]): (Float64Array | null)[] => cursors.map((_, span) => {
				const ask = those.find((one) => one.kind === kinds.distinct && one.of === of && one.span === span);
				return ask ? newColumn(block, ask.index) : null;
			});
			const [before, after] = [asked(asks.before), asked(asks.after)];
			this.distinct[of].slide({ slots, adds, texts: ids[column], events }, leaving, before, after);
			for (const [those, columns] of [[asks.before, before], [asks.after, after]] as const) {
				for (const { kind, of: text, span, index } of those) {
					const made = columns[span];
					if (kind === kinds.distinct && text === of && made) block.made[index] = made;
				}
			}
		});
	}

	*write(out: StateWriter, slots: number): Pieces {
		const { rings, cursors, squares } = this;
		const width = this.remembered.numbers.length;
		for (let slot = 1; slot < slots; slot++) rings.drop(slot, this.longest.tailOf(slot));
		yield* out.events(rings, slots);
		const tails = new Int32Array((slots - 1) * cursors.length);
		const fresh = new ExactSums(squares);
		const sums = new Float64Array(tails.length * width * fresh.cells);
		fresh.reserve(1);
		const asked = Array.from({ length: cursors.length * width }, (_, place) => {
			return this.sums.find(({ asks: { span, of } }) => span * width + of === place)?.of ?? null;
		});
		for (let slot = 1, window = 0, at = 0; slot < slots; slot++) {
			for (let w = 0; w < cursors.length; w++, window++) {
				const tail = cursors[w].tailOf(slot);
				tails[window] = tail - rings.startOf(slot);
				for (let v = 0; v < width; v++, at += fresh.cells) {
					const known = asked[w * width + v];
					// Sums that nobody asks for are made when they are saved, so that a state has them all.
					if (known === null) this.sumFrom(slot, tail, v, fresh);
					if (known === null) fresh.save(0, sums, at);
					else known.save(slot, sums, at);
				}
			}
			if (slot % slotsAPiece === 0) yield;
		}
		out.i32(tails);
		out.f64(sums);
	}

	private sumFrom(slot: number, tail: number, v: number, into: ExactSums): void {
		const { rings } = this;
		into.clear(0);
		for (let event = tail; event < rings.headOf(slot); event++) {
			const value = rings.numbers[v][rings.at(slot, event)];
			if (value - value === 0) into.add(0, value);
		}
	}

	read(from: StateReader, slots: number, ids: (column: number) => number): void {
		const { rings, cursors, remembered, squares } = this;
		const width = remembered.numbers.length;
		this.reserve(slots);
		from.events(rings, slots, remembered.texts.map((column) => ({ low: -1, high: ids(column) - 1 })));
		const tails = from.i32((slots - 1) * cursors.length, 0);
		const { cells } = new ExactSums(squares);
		const saved = from.f64(tails.length * width * cells);
		for (let slot = 1, window = 0; slot < slots; slot++) {
			for (let w = 0; w < cursors.length; w++, window++) {
				const tail = tails[window];
				// A longer window begins no later, and the longest with the first event.
				from.require(tail <= (w > 0 ? tails[window - 1] : rings.headOf(slot)) && (w < cursors.length - 1 || tail === 0));
				cursors[w].restore(slot, tail, rings);
				for (let v = 0; v < width; v++) from.require(saved[(window * width + v) * cells] === this.finiteFrom(slot, tail, v));
			}
			const first = (slot - 1) * cursors.length;
			for (const { asks: { span, of }, of: sums } of this.sums) {
				sums.restore(slot, saved, ((first + span) * width + of) * cells);
			}
			for (const { ask, of } of this.best) this.restoreBest(slot, tails[first + ask.span], ask.of, of);
			for (const distinct of this.distinct) distinct.rebuild(slot, (w) => tails[first + w]);
		}
	}

	private finiteFrom(slot: number, tail: number, v: number): number {
		const { rings } = this;
		let count = 0;
		for (let event = tail; event < rings.headOf(slot); event++) {
			const value = rings.numbers[v][rings.at(slot, event)];
			if (value - value === 0) count++;
		}
		return count;
	}

	private restoreBest(slot: number, tail: number, v: number, best: BestOf): void {
		const { rings } = this;
		for (let event = tail; event < rings.headOf(slot); event++) {
			const value = rings.numbers[v][rings.at(slot, event)];
			if (value - value === 0) best.add(slot, event, value);
		}
	}
}

function countBefore(events: Int32Array, tails: Int32Array, made: Float64Array): void {
	for (let row = 0; row < made.length; row++) made[row] = events[row] - tails[row];
}

function countAfter(events: Int32Array, tails: Int32Array, adds: Uint8Array, made: Float64Array): void {
	for (let row = 0; row < made.length; row++) made[row] = events[row] - tails[row] + (adds[row] === 0 ? 0 : 1);
}
