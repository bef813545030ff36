import type { StateReader } from '../state/reader';
import type { StateWriter } from '../state/writer';
import type { ProfileStep } from '../steps';
import { EventRings } from './event-rings';
import { newColumn } from './part';
import type { Part, ProfileRows } from './part';
import { withRoom } from './room';
import type { ProfileStepPlan } from './step-plan';

export type RiskStep = Extract<ProfileStep, { op: 'risk' }>;

/** Rows with times in (t - delay - seconds, t - delay]. */
interface Span {
	readonly delay: number;
	/** Infinity for all history. */
	readonly seconds: number;
}

/**
 * What is known of a key's frauds after a delay. A labelled row waits until its label is known, is counted, and leaves at
 * the window's end. Every span has two cursors into the key's events; what no span needs any more is dropped. A row never
 * sees its own label: it is added after it has been answered.
 */
export class Risks implements Part {
	private readonly spans: readonly Span[];
	private readonly asks: readonly { readonly step: RiskStep; readonly index: number; readonly span: number }[];
	private readonly rings = new EventRings({ numbers: 0, codes: 1, flags: 0 });
	/** `[slots × spans]`: the first event whose label is not known yet, and the first that has not left. */
	private leads = new Int32Array(0);
	private tails = new Int32Array(0);
	private frauds = new Int32Array(0);
	private rows = new Int32Array(0);

	constructor(plans: readonly (ProfileStepPlan & { readonly step: RiskStep })[]) {
		const spans = new Map<string, Span>();
		for (const { step } of plans) spans.set(spanKey(step), { delay: step.delay, seconds: step.seconds ?? Infinity });
		const keys = [...spans.keys()];
		this.spans = [...spans.values()];
		this.asks = plans.map(({ step, index }) => ({ step, index, span: keys.indexOf(spanKey(step)) }));
	}

	reserve(slots: number): void {
		const cursors = slots * this.spans.length;
		this.rings.reserve(slots);
		this.leads = withRoom(this.leads, cursors);
		this.tails = withRoom(this.tails, cursors);
		this.frauds = withRoom(this.frauds, cursors);
		this.rows = withRoom(this.rows, cursors);
	}

	run({ block, slots, times, adds }: ProfileRows): void {
		const columns = this.asks.map(({ index }) => newColumn(block, index));
		for (let row = 0; row < block.rows; row++) {
			const slot = slots[row];
			if (slot !== 0) this.learn(slot, times[row]);
			for (let i = 0; i < columns.length; i++) columns[i][row] = this.answer(this.asks[i].step, this.asks[i].span, slot);
			const label = block.labels === null ? 255 : block.labels[row];
			if (slot !== 0 && adds[row] !== 0 && label <= 1) this.add(slot, times[row], label);
		}
	}

	private answer({ how, prior, strength }: RiskStep, span: number, slot: number): number {
		const at = slot * this.spans.length + span;
		if (how === 'frauds') return this.frauds[at];
		if (how === 'rows') return this.rows[at];
		const rows = this.rows[at] + strength;
		return rows > 0 ? (this.frauds[at] + strength * prior) / rows : prior;
	}

	private add(slot: number, time: number, label: number): void {
		const { rings } = this;
		const at = rings.at(slot, rings.push(slot));
		rings.times[at] = time;
		rings.codes[0][at] = label;
	}

	private learn(slot: number, time: number): void {
		const { rings, spans, leads, tails } = this;
		const head = rings.headOf(slot);
		let needed = head;
		for (let s = 0; s < spans.length; s++) {
			const cursor = slot * spans.length + s;
			const { delay, seconds } = spans[s];
			const known = time - delay;
			let lead = leads[cursor];
			for (; lead < head && rings.times[rings.at(slot, lead)] <= known; lead++) this.count(cursor, rings.at(slot, lead), 1);
			leads[cursor] = lead;
			// Over all history it is -Infinity, and nothing leaves.
			const over = known - seconds;
			let tail = tails[cursor];
			for (; tail < lead && rings.times[rings.at(slot, tail)] <= over; tail++) this.count(cursor, rings.at(slot, tail), -1);
			tails[cursor] = tail;
			needed = Math.min(needed, seconds === Infinity ? lead : tail);
		}
		rings.drop(slot, needed);
	}

	private count(cursor: number, at: number, sign: 1 | -1): void {
		this.rows[cursor] += sign;
		this.frauds[cursor] += sign * this.rings.codes[0][at];
	}

	write(out: StateWriter, slots: number): void {
		const { rings, spans } = this;
		out.events(rings, slots);
		const fromStart = (cursors: Int32Array): Int32Array =>
			cursors.slice(spans.length, slots * spans.length).map((event, i) => {
				return Math.max(0, event - rings.startOf(1 + Math.floor(i / spans.length)));
			});
		out.i32(fromStart(this.leads));
		out.i32(fromStart(this.tails));
		out.i32(this.frauds.subarray(spans.length, slots * spans.length));
		out.i32(this.rows.subarray(spans.length, slots * spans.length));
	}

	read(from: StateReader, slots: number): void {
		const { rings, spans } = this;
		const cursors = (slots - 1) * spans.length;
		this.reserve(slots);
		from.events(rings, slots, [{ low: 0, high: 1 }]);
		for (const into of [this.leads, this.tails, this.frauds, this.rows]) into.set(from.i32(cursors, 0), spans.length);
		for (let cursor = spans.length; cursor < slots * spans.length; cursor++) {
			const head = rings.headOf(Math.floor(cursor / spans.length));
			from.require(this.tails[cursor] <= this.leads[cursor] && this.leads[cursor] <= head);
			from.require(this.frauds[cursor] <= this.rows[cursor]);
			if (spans[cursor % spans.length].seconds !== Infinity) {
				from.require(this.rows[cursor] === this.leads[cursor] - this.tails[cursor]);
			}
		}
	}
}

function spanKey({ delay, seconds }: RiskStep): string {
	return `${delay} ${seconds}`;
}
