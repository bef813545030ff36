import type { Block } from '../block';
import type { Pieces } from '../state/pieces';
import type { StateReader } from '../state/reader';
import type { StateWriter } from '../state/writer';
import type { ProfileStep } from '../steps';
import { EventRings } from './event-rings';
import { LabelCursor } from './label-cursor';
import { newColumn, slotsAPiece } from './part';
import type { Part, ProfileRows } from './part';
import type { ProfileStepPlan } from './step-plan';

export type RiskStep = Extract<ProfileStep, { op: 'risk' }>;

/** Rows with times in (t - delay - seconds, t - delay]. */
interface Span {
	readonly lead: LabelCursor;
	readonly tail: LabelCursor;
	/** Over all history nothing leaves: its tail stays where it is. */
	readonly isEndless: boolean;
	readonly asks: { readonly step: RiskStep; readonly index: number }[];
}

/** Where a cursor is for every row of a block, `[rows]` each. */
interface Reached {
	readonly events: Int32Array;
	readonly frauds: Int32Array;
}

/**
 * What is known of a key's frauds after a delay. A labelled row waits until its label is known, is counted, and leaves at
 * the window's end: the frauds of a window are those before its lead less those before its tail. What no span needs any
 * more gives room. A row never sees its own label: cursors stop before its event.
 */
export class Risks implements Part {
	private readonly leads = new Map<number, LabelCursor>();
	private readonly spans: readonly Span[];
	private readonly rings = new EventRings({ numbers: 0, codes: 1, flags: 0 });
	/** Whether a label was ever seen: where there is none, nothing is known of anybody. */
	private isUsed = false;

	constructor(plans: readonly (ProfileStepPlan & { readonly step: RiskStep })[]) {
		const spans = new Map<string, Span>();
		for (const { step, index } of plans) {
			const { delay } = step;
			const seconds = step.seconds ?? Infinity;
			const lead = this.leads.get(delay) ?? new LabelCursor(delay, 0);
			this.leads.set(delay, lead);
			const name = `${delay} ${seconds}`;
			const span = spans.get(name) ?? { lead, tail: new LabelCursor(delay, seconds), isEndless: seconds === Infinity, asks: [] };
			span.asks.push({ step, index });
			spans.set(name, span);
		}
		this.spans = [...spans.values()];
	}

	reserve(slots: number): void {
		this.rings.reserve(slots);
		for (const cursor of this.leads.values()) cursor.reserve(slots);
		for (const { tail } of this.spans) tail.reserve(slots);
	}

	run({ block, slots, times, adds }: ProfileRows): void {
		const { rings } = this;
		this.isUsed ||= block.labels !== null;
		if (!this.isUsed) {
			const nothing = { events: block.ints().fill(0), frauds: block.ints().fill(0) };
			for (const { asks } of this.spans) for (const { step, index } of asks) answer(step, nothing, nothing, newColumn(block, index));
			return;
		}
		const events = block.ints();
		const { isLabelled, labels } = labelsOf(block, adds);
		const rows = { slots, times, adds: isLabelled, events };
		rings.append(rows, times, (slot) => this.oldest(slot), events);
		rings.putCodes(0, rows, events, labels);
		const reach = (cursor: LabelCursor): Reached => {
			const reached = { events: block.ints(), frauds: block.ints() };
			cursor.slide(rows, rings, reached.events, reached.frauds);
			return reached;
		};
		const leads = new Map([...this.leads.values()].map((lead) => [lead, reach(lead)]));
		for (const { lead, tail, asks } of this.spans) {
			const [known, over] = [leads.get(lead) ?? reach(lead), reach(tail)];
			for (const { step, index } of asks) answer(step, known, over, newColumn(block, index));
		}
	}

	/** The first event that some span needs. */
	private oldest(slot: number): number {
		let oldest = this.rings.headOf(slot);
		for (const { lead, tail, isEndless } of this.spans) oldest = Math.min(oldest, (isEndless ? lead : tail).eventOf(slot));
		return oldest;
	}

	*write(out: StateWriter, slots: number): Pieces {
		const { rings, spans } = this;
		for (let slot = 1; slot < slots; slot++) rings.drop(slot, this.oldest(slot));
		yield* out.events(rings, slots);
		const [leads, tails, frauds, rows] = Array.from({ length: 4 }, () => new Int32Array((slots - 1) * spans.length));
		for (let slot = 1, at = 0; slot < slots; slot++) {
			const start = rings.startOf(slot);
			for (const { lead, tail, isEndless } of spans) {
				leads[at] = lead.eventOf(slot) - start;
				tails[at] = isEndless ? 0 : tail.eventOf(slot) - start;
				frauds[at] = lead.fraudsOf(slot) - tail.fraudsOf(slot);
				rows[at] = lead.eventOf(slot) - tail.eventOf(slot);
				at++;
			}
			if (slot % slotsAPiece === 0) yield;
		}
		for (const part of [leads, tails, frauds, rows]) out.i32(part);
	}

	read(from: StateReader, slots: number): void {
		const { rings, spans } = this;
		const cursors = (slots - 1) * spans.length;
		this.isUsed = true;
		this.reserve(slots);
		from.events(rings, slots, [{ low: 0, high: 1 }]);
		const [leads, tails, frauds, rows] = Array.from({ length: 4 }, () => from.i32(cursors, 0));
		for (let slot = 1, at = 0; slot < slots; slot++) {
			for (const { lead, tail, isEndless } of spans) {
				from.require(tails[at] <= leads[at] && leads[at] <= rings.headOf(slot));
				from.require(frauds[at] <= rows[at]);
				const known = this.fraudsBefore(slot, leads[at]);
				lead.restore(slot, leads[at], known, rings);
				if (isEndless) tail.restore(slot, leads[at] - rows[at], known - frauds[at], rings);
				else {
					tail.restore(slot, tails[at], this.fraudsBefore(slot, tails[at]), rings);
					from.require(rows[at] === leads[at] - tails[at] && frauds[at] === known - tail.fraudsOf(slot));
				}
				at++;
			}
			// Spans of one delay know the same events.
			for (const [s, { lead }] of spans.entries()) from.require(leads[(slot - 1) * spans.length + s] === lead.eventOf(slot));
		}
	}

	private fraudsBefore(slot: number, event: number): number {
		let frauds = 0;
		for (let before = 0; before < event; before++) frauds += this.rings.codes[0][this.rings.at(slot, before)];
		return frauds;
	}
}

/** Which rows of a block are remembered for their labels, and those. */
function labelsOf({ rows, labels }: Block, adds: Uint8Array): { readonly isLabelled: Uint8Array; readonly labels: Int32Array } {
	const [isLabelled, as] = [new Uint8Array(rows), new Int32Array(rows)];
	if (labels === null) return { isLabelled, labels: as };
	for (let row = 0; row < rows; row++) {
		isLabelled[row] = adds[row] !== 0 && labels[row] <= 1 ? 1 : 0;
		as[row] = labels[row];
	}
	return { isLabelled, labels: as };
}

function answer({ how, prior, strength }: RiskStep, lead: Reached, tail: Reached, made: Float64Array): void {
	if (how === 'frauds') differences(lead.frauds, tail.frauds, made);
	else if (how === 'rows') differences(lead.events, tail.events, made);
	else {
		for (let row = 0; row < made.length; row++) {
			const rows = lead.events[row] - tail.events[row] + strength;
			const frauds = lead.frauds[row] - tail.frauds[row];
			made[row] = rows > 0 ? (frauds + strength * prior) / rows : prior;
		}
	}
}

function differences(a: Int32Array, b: Int32Array, made: Float64Array): void {
	for (let row = 0; row < made.length; row++) made[row] = a[row] - b[row];
}
