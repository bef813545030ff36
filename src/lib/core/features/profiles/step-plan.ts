import { invalidPipeline } from '../names';
import type { Names, Source } from '../names';
import type { ProfileStep } from '../steps';

/** A profile step with its names found. */
export interface ProfileStepPlan {
	readonly step: ProfileStep;
	/** Of the feature it makes. */
	readonly index: number;
	/** The numbers it remembers: `of`, or latitude and longitude. */
	readonly sources: readonly Source[];
	/** The raw text column that it counts distinct values of. */
	readonly text: number | null;
}

/** Throws `pack.invalid` for unknown names and for an `of` that does not go with `how`. */
export function compileProfileStep(step: ProfileStep, index: number, names: Names): ProfileStepPlan {
	const numbers = (...sources: Source[]): ProfileStepPlan => ({ step, index, sources, text: null });
	switch (step.op) {
		case 'since':
		case 'risk':
			return numbers();
		case 'previous':
			return numbers(names.number(step.of, step.to));
		case 'distance-from-last':
			return numbers(names.number(step.from[0], step.to), names.number(step.from[1], step.to));
		default: {
			const { of, how, to } = step;
			if ((of === null) !== (how === 'count')) {
				throw invalidPipeline(`“${to}” is a ${how} ${of === null ? 'of nothing' : `of “${of}”`}; only a count is of nothing`);
			}
			if (of === null) return numbers();
			if (how !== 'distinct') return numbers(names.number(of, to));
			return { step, index, sources: [], text: names.text(of, to) };
		}
	}
}
