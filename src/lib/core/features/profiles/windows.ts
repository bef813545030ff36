import { valuesOf } from '../block';
import type { StateReader } from '../state/reader';
import type { StateWriter } from '../state/writer';
import { askedFor, asksOf, kinds } from './aggregates';
import type { Ask, Asks, WindowStep } from './aggregates';
import { BestOf } from './best-of';
import { DistinctTexts } from './distinct-texts';
import { EventRings } from './event-rings';
import { ExactSums } from './exact-sums';
import { newColumn } from './part';
import type { Part, ProfileRows } from './part';
import { Remembered } from './remembered';
import { withRoom } from './room';
import type { ProfileStepPlan } from './step-plan';

/**
 * Windows (t - seconds, t] over one key's rows. All share the key's events; each has a cursor to the oldest event that is
 * in it, its sums, and its numbers of distinct texts. What has left the longest is dropped.
 */
export class Windows implements Part {
	/** Ascending. */
	private readonly spans: readonly number[];
	private readonly remembered = new Remembered();
	private readonly asks: Asks;
	private readonly rings: EventRings;
	private readonly sums: ExactSums;
	private readonly largest: (BestOf | null)[];
	private readonly smallest: (BestOf | null)[];
	private readonly distinct: DistinctTexts;
	/** `[slots × windows]`: the oldest event of a window. */
	private tails = new Int32Array(0);
	/** `[slots × windows]`: its time, Infinity where there is none. */
	private tailTimes = new Float64Array(0);

	constructor(plans: readonly (ProfileStepPlan & { readonly step: WindowStep })[]) {
		const seconds = plans.map(({ step }) => step.seconds ?? Infinity);
		this.spans = [...new Set(seconds)].sort((a, b) => a - b);
		this.asks = asksOf(plans, this.remembered, (step) => this.spans.indexOf(step.seconds ?? Infinity));
		const { numbers, texts } = this.remembered;
		this.rings = new EventRings({ numbers: numbers.length, codes: texts.length, flags: texts.length });
		this.sums = new ExactSums(askedFor(this.asks, 'std').length > 0);
		const best = (how: 'max' | 'min', sign: 1 | -1): (BestOf | null)[] => {
			const asked = askedFor(this.asks, how);
			return numbers.map((_, v) => (asked.includes(v) ? new BestOf(sign) : null));
		};
		this.largest = best('max', 1);
		this.smallest = best('min', -1);
		this.distinct = new DistinctTexts(this.rings, texts.length, this.spans.length);
	}

	reserve(slots: number): void {
		const windows = this.spans.length;
		this.rings.reserve(slots);
		this.tails = withRoom(this.tails, slots * windows);
		this.tailTimes = withRoom(this.tailTimes, slots * windows, Infinity);
		this.sums.reserve(slots * windows * this.remembered.numbers.length);
		this.distinct.reserve(slots);
		for (const best of [...this.largest, ...this.smallest]) best?.reserve(slots);
	}

	run({ block, slots, times, adds, ids }: ProfileRows): void {
		const numbers = this.remembered.numbers.map((source) => valuesOf(block, source));
		const texts = this.remembered.texts.map((column) => ids[column]);
		const { before, after } = this.asks;
		const beforeColumns = before.map(({ index }) => newColumn(block, index));
		const afterColumns = after.map(({ index }) => newColumn(block, index));
		for (let row = 0; row < block.rows; row++) {
			const slot = slots[row];
			const time = times[row];
			this.expire(slot, time);
			for (let i = 0; i < before.length; i++) beforeColumns[i][row] = this.answer(before[i], slot);
			if (adds[row] !== 0) this.add(slot, time, row, numbers, texts);
			for (let i = 0; i < after.length; i++) afterColumns[i][row] = this.answer(after[i], slot);
			if (slot === 0) this.clear(0);
		}
	}

	private answer({ kind, of, otherwise, span }: Ask, slot: number): number {
		const window = slot * this.spans.length + span;
		const sum = window * this.remembered.numbers.length + of;
		switch (kind) {
			case kinds.count:
				return this.rings.headOf(slot) - this.tails[window];
			case kinds.sum:
				return this.sums.sum(sum);
			case kinds.mean:
				return this.sums.count(sum) > 0 ? this.sums.mean(sum) : otherwise;
			case kinds.std:
				return this.sums.count(sum) > 0 ? this.sums.deviation(sum) : otherwise;
			case kinds.distinct:
				return this.distinct.count(window, of);
			default: {
				const best = (kind === kinds.max ? this.largest : this.smallest)[of];
				const value = best === null ? NaN : best.since(slot, this.tails[window]);
				return value === value ? value : otherwise;
			}
		}
	}

	private add(slot: number, time: number, row: number, numbers: readonly Float64Array[], texts: readonly Int32Array[]): void {
		const { rings, sums } = this;
		const windows = this.spans.length;
		const event = rings.push(slot);
		const at = rings.at(slot, event);
		rings.times[at] = time;
		for (let window = slot * windows; window < (slot + 1) * windows; window++) {
			if (this.tailTimes[window] === Infinity) this.tailTimes[window] = time;
		}
		const width = numbers.length;
		for (let v = 0; v < width; v++) {
			const value = numbers[v][row];
			rings.numbers[v][at] = value;
			// Neither NaN nor infinite.
			if (value - value !== 0) continue;
			const end = (slot + 1) * windows * width;
			for (let sum = slot * windows * width + v; sum < end; sum += width) sums.add(sum, value);
			this.largest[v]?.add(slot, event, value);
			this.smallest[v]?.add(slot, event, value);
		}
		for (let x = 0; x < texts.length; x++) this.distinct.add(slot, event, x, texts[x][row], this.tails);
	}

	/** Moves every window's cursor to the events later than `time - seconds`. */
	private expire(slot: number, time: number): void {
		const { rings, spans, tailTimes } = this;
		const windows = spans.length;
		const first = slot * windows;
		for (let w = 0; w < windows; w++) {
			const until = time - spans[w];
			if (tailTimes[first + w] <= until) this.expireWindow(slot, first + w, until);
		}
		const start = this.tails[first + windows - 1];
		if (start !== rings.startOf(slot)) this.drop(slot, start);
	}

	private expireWindow(slot: number, window: number, until: number): void {
		const { rings } = this;
		const head = rings.headOf(slot);
		let tail = this.tails[window];
		let next = this.tailTimes[window];
		while (next <= until) {
			this.leave(window, rings.at(slot, tail));
			tail++;
			next = tail < head ? rings.times[rings.at(slot, tail)] : Infinity;
		}
		this.tails[window] = tail;
		this.tailTimes[window] = next;
	}

	private leave(window: number, at: number): void {
		const width = this.remembered.numbers.length;
		for (let v = 0; v < width; v++) {
			const value = this.rings.numbers[v][at];
			if (value - value === 0) this.sums.remove(window * width + v, value);
		}
		this.distinct.leave(window, at);
	}

	private drop(slot: number, start: number): void {
		this.distinct.drop(slot, start);
		this.rings.drop(slot, start);
		for (const best of this.largest) best?.drop(slot, start);
		for (const best of this.smallest) best?.drop(slot, start);
	}

	/** Forgets the one event that a slot has at most. */
	private clear(slot: number): void {
		const windows = this.spans.length;
		const width = this.remembered.numbers.length;
		this.drop(slot, this.rings.headOf(slot));
		this.rings.restart(slot, 0);
		this.tails.fill(0, slot * windows, (slot + 1) * windows);
		this.tailTimes.fill(Infinity, slot * windows, (slot + 1) * windows);
		for (let sum = slot * windows * width; sum < (slot + 1) * windows * width; sum++) this.sums.clear(sum);
		this.distinct.clear(slot);
		for (const best of [...this.largest, ...this.smallest]) best?.clear(slot);
	}

	write(out: StateWriter, slots: number): void {
		const { rings, spans, sums } = this;
		const width = this.remembered.numbers.length;
		out.events(rings, slots);
		const tails = this.tails.slice(spans.length, slots * spans.length);
		for (let i = 0; i < tails.length; i++) tails[i] -= rings.startOf(1 + Math.floor(i / spans.length));
		out.i32(tails);
		const first = spans.length * width;
		out.f64(sums.saved(first, slots * first));
	}

	read(from: StateReader, slots: number, ids: (column: number) => number): void {
		const { rings, spans, sums, remembered } = this;
		const windows = spans.length;
		const first = windows * remembered.numbers.length;
		this.reserve(slots);
		from.events(rings, slots, remembered.texts.map((column) => ({ low: -1, high: ids(column) - 1 })));
		const tails = from.i32((slots - 1) * windows, 0);
		sums.restore(first, from.f64(sums.savedLength((slots - 1) * first)));
		this.tails.set(tails, windows);
		for (let slot = 1; slot < slots; slot++) this.rebuild(slot, from);
	}

	/** What follows from events and cursors. */
	private rebuild(slot: number, from: StateReader): void {
		const { rings, sums } = this;
		const windows = this.spans.length;
		const width = this.remembered.numbers.length;
		const inside = new Int32Array(windows * width);
		for (let w = windows - 1, before = 0; w >= 0; w--) {
			const tail = this.tails[slot * windows + w];
			from.require(tail >= before && tail <= rings.headOf(slot));
			from.require(w < windows - 1 || tail === 0);
			before = tail;
			this.tailTimes[slot * windows + w] = tail < rings.headOf(slot) ? rings.times[rings.at(slot, tail)] : Infinity;
		}
		for (let event = 0; event < rings.headOf(slot); event++) {
			const at = rings.at(slot, event);
			for (let v = 0; v < width; v++) {
				const value = rings.numbers[v][at];
				if (value - value !== 0) continue;
				this.largest[v]?.add(slot, event, value);
				this.smallest[v]?.add(slot, event, value);
				for (let w = 0; w < windows; w++) if (event >= this.tails[slot * windows + w]) inside[w * width + v]++;
			}
		}
		inside.forEach((count, i) => from.require(count === sums.count(slot * windows * width + i)));
		this.distinct.rebuild(slot, this.tails);
	}
}
