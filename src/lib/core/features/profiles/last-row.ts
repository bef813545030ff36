import { valuesOf } from '../block';
import type { Source } from '../names';
import { greatCircleKm } from '../rows/haversine';
import type { StateReader } from '../state/reader';
import type { StateWriter } from '../state/writer';
import type { ProfileStep } from '../steps';
import { newColumn } from './part';
import type { Part, ProfileRows } from './part';
import { Remembered } from './remembered';
import { withRoom } from './room';
import type { ProfileStepPlan } from './step-plan';

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
	/** `[slots × numbers]` */
	private values = new Float64Array(0);

	constructor(plans: readonly (ProfileStepPlan & { readonly step: LastStep })[]) {
		this.asks = plans.map(({ step, index, sources }) => ({
			index,
			otherwise: step.otherwise,
			of: sources.map((source) => this.remembered.number(source)),
			sources
		}));
	}

	reserve(slots: number): void {
		this.values = withRoom(this.values, slots * this.remembered.numbers.length);
	}

	run({ block, slots, times, before, adds }: ProfileRows): void {
		const { values } = this;
		const width = this.remembered.numbers.length;
		const numbers = this.remembered.numbers.map((source) => valuesOf(block, source));
		// The previous row's numbers, column by column, before they are overwritten.
		const previous = numbers.map(() => block.column());
		for (let row = 0; row < block.rows; row++) {
			const isFirst = before[row] !== before[row];
			const at = slots[row] * width;
			for (let v = 0; v < width; v++) {
				previous[v][row] = isFirst ? NaN : values[at + v];
				if (adds[row] !== 0) values[at + v] = numbers[v][row];
			}
		}
		for (const { index, otherwise, of, sources } of this.asks) {
			const made = newColumn(block, index);
			const [a, b] = of.map((v) => previous[v]);
			const [latitude, longitude] = sources.map((source) => valuesOf(block, source));
			for (let row = 0; row < block.rows; row++) {
				const value =
					of.length === 0
						? times[row] - before[row]
						: of.length === 1
							? a[row]
							: greatCircleKm(a[row], b[row], latitude[row], longitude[row]);
				made[row] = value === value ? value : otherwise;
			}
		}
	}

	write(out: StateWriter, slots: number): void {
		const width = this.remembered.numbers.length;
		out.f64(this.values.subarray(width, slots * width));
	}

	read(from: StateReader, slots: number): void {
		const width = this.remembered.numbers.length;
		this.reserve(slots);
		this.values.set(from.f64((slots - 1) * width), width);
	}
}
