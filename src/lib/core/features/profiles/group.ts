import { valuesOf } from '../block';
import type { Block } from '../block';
import type { GroupPlan } from '../plan';
import type { Pieces } from '../state/pieces';
import type { StateReader } from '../state/reader';
import type { StateWriter } from '../state/writer';
import type { WindowStep, DecayStep } from './aggregates';
import { Clock } from './clock';
import { Decays } from './decays';
import { History } from './history';
import { LastRow } from './last-row';
import type { LastStep } from './last-row';
import type { Part } from './part';
import { Risks } from './risks';
import type { RiskStep } from './risks';
import type { ProfileStepPlan } from './step-plan';
import { Windows } from './windows';

type PlanOf<S> = ProfileStepPlan & { readonly step: S };

/** The profiles over one key and one time: their clock, and one part a kind of memory. */
export class Group {
	private readonly clock = new Clock();
	private readonly parts: readonly Part[];

	constructor(private readonly plan: GroupPlan) {
		this.parts = partsOf(plan.steps);
	}

	get stage(): number {
		return this.plan.stage;
	}

	/**
	 * Makes the group's features of a block.
	 *
	 * @param keySlots `[rows]`; slots before `count`
	 * @param adds `[rows]`: 0 where a row leaves no mark
	 * @param late `[rows]`: gets a 1 where a row comes late
	 */
	run(block: Block, keySlots: Int32Array, count: number, adds: Uint8Array, late: Uint8Array, ids: readonly Int32Array[]): void {
		const ticks = this.clock.run(block, keySlots, valuesOf(block, this.plan.time), adds, late, count);
		for (const part of this.parts) {
			part.reserve(count);
			part.run({ block, adds, ids, ...ticks });
		}
	}

	*write(out: StateWriter, slots: number): Pieces {
		this.clock.write(out, slots);
		for (const part of this.parts) {
			part.reserve(slots);
			yield* part.write(out, slots);
		}
	}

	read(from: StateReader, slots: number, ids: (column: number) => number): void {
		this.clock.read(from, slots);
		for (const part of this.parts) part.read(from, slots, ids);
	}
}

function partsOf(plans: readonly ProfileStepPlan[]): Part[] {
	const windows = plans.filter((plan): plan is PlanOf<WindowStep> => plan.step.op === 'window' && plan.step.seconds !== null);
	const history = plans.filter((plan): plan is PlanOf<WindowStep> => plan.step.op === 'window' && plan.step.seconds === null);
	const decays = plans.filter((plan): plan is PlanOf<DecayStep> => plan.step.op === 'decay');
	const risks = plans.filter((plan): plan is PlanOf<RiskStep> => plan.step.op === 'risk');
	const last = plans.filter((plan): plan is PlanOf<LastStep> =>
		['since', 'previous', 'distance-from-last'].includes(plan.step.op)
	);
	return [
		...(windows.length > 0 ? [new Windows(windows)] : []),
		...(history.length > 0 ? [new History(history)] : []),
		...(decays.length > 0 ? [new Decays(decays)] : []),
		...(last.length > 0 ? [new LastRow(last)] : []),
		...(risks.length > 0 ? [new Risks(risks)] : [])
	];
}
