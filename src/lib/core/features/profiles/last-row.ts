import { valuesOf } from '../block';
import type { Source } from '../names';
import { greatCircleKm } from '../rows/haversine';
import type { Pieces } from '../state/pieces';
import type { StateReader } from '../state/reader';
import type { StateWriter } from '../state/writer';
import type { ProfileStep } from '../steps';
import { newColumn } from './part';
import type { Part, ProfileRows } from './part';
import { Remembered } from './remembered';
import { withRoom } from './room';
import type { ProfileStepPlan } from './step-plan';
import { known } from './sum-answers';

/** The steps that ask for the key's previous row. */
export type LastStep = Extract<ProfileStep, { op: 'since' | 'previous' | 'distance-from-last' }>;

/** What is asked of the previous row: the time since, one of its numbers, or the way from its place. */
interface Ask {
	readonly index: number;
	readonly otherwise: number;
	/** Places of the numbers among those remembered: none, one, or latitude and longitude. */
	readonly of: readonly number[];
	readonly sources: readonly Source[];
}

/** Numbers of every key's newest row. */
export class LastRow implements Part {
	private readonly remembered = new Remembered();
	private readonly asks: readonly Ask[];
	/** One array a number, `[slots]`. */
	private values: Float64Array<ArrayBuffer>[];

	constructor(plans: readonly (ProfileStepPlan & { readonly step: LastStep })[]) {
		this.asks = plans.map(({ step, index, sources }) => ({
			index,
			otherwise: step.otherwise,
			of: sources.map((source) => this.remembered.number(source)),
			sources
		}));
		this.values = this.remembered.numbers.map(() => new Float64Array(0));
	}

	reserve(slots: number): void {
		this.values = this.values.map((values) => withRoom(values, slots));
	}

	run({ block, slots, times, before, adds }: ProfileRows): void {
		const previous = this.values.map((values, v) => {
			const made = block.column();
			exchange(slots, before, adds, valuesOf(block, this.remembered.numbers[v]), values, made);
			return made;
		});
		for (const { index, otherwise, of, sources } of this.asks) {
			const made = newColumn(block, index);
			const [a, b] = of.map((v) => previous[v]);
			if (of.length === 0) elapsed(times, before, otherwise, made);
			else if (of.length === 1) known(a, otherwise, made);
			else {
				const [latitude, longitude] = sources.map((source) => valuesOf(block, source));
				for (let row = 0; row < made.length; row++) {
					const value = greatCircleKm(a[row], b[row], latitude[row], longitude[row]);
					made[row] = value === value ? value : otherwise;
				}
			}
		}
	}

	*write(out: StateWriter, slots: number): Pieces {
		const width = this.values.length;
		const all = new Float64Array((slots - 1) * width);
		for (const [v, values] of this.values.entries()) {
			for (let slot = 1, at = v; slot < slots; slot++, at += width) all[at] = values[slot];
			yield;
		}
		out.f64(all);
	}

	read(from: StateReader, slots: number): void {
		const width = this.values.length;
		this.reserve(slots);
		const all = from.f64((slots - 1) * width);
		this.values.forEach((values, v) => {
			for (let slot = 1, at = v; slot < slots; slot++, at += width) values[slot] = all[at];
		});
	}
}

/** Puts rows' numbers in the place of those of their keys' previous rows, which go to `made`; NaN for a key's first row. */
function exchange(
	slots: Int32Array,
	before: Float64Array,
	adds: Uint8Array,
	numbers: Float64Array,
	values: Float64Array,
	made: Float64Array
): void {
	for (let row = 0; row < made.length; row++) {
		const slot = slots[row];
		made[row] = before[row] === before[row] ? values[slot] : NaN;
		if (adds[row] !== 0) values[slot] = numbers[row];
	}
}

function elapsed(times: Float64Array, before: Float64Array, otherwise: number, made: Float64Array): void {
	for (let row = 0; row < made.length; row++) {
		const value = times[row] - before[row];
		made[row] = value === value ? value : otherwise;
	}
}
