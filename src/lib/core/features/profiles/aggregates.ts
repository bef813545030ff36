import type { ProfileStep } from '../steps';
import type { Remembered } from './remembered';
import type { ProfileStepPlan } from './step-plan';

export type WindowStep = Extract<ProfileStep, { op: 'window' }>;
export type DecayStep = Extract<ProfileStep, { op: 'decay' }>;

/** What may be asked for, as numbers that a switch finds at once. */
export const kinds = { count: 0, sum: 1, mean: 2, max: 3, min: 4, std: 5, distinct: 6 } as const satisfies Record<WindowStep['how'], number>;

/** What a `window` or `decay` step asks of its part. */
export interface Ask {
	/** Of the feature. */
	readonly index: number;
	/** One of {@link kinds}. */
	readonly kind: number;
	/** Of the number among those remembered, or of the text for `distinct`; -1 for a count. */
	readonly of: number;
	readonly otherwise: number;
	/** Which of the part's windows or half-lives. */
	readonly span: number;
}

/** A part's asks, those that are answered before the row is remembered and those after. */
export interface Asks {
	readonly before: readonly Ask[];
	readonly after: readonly Ask[];
}

/** @param spanOf the step's place among the part's windows or half-lives */
export function asksOf<S extends WindowStep | DecayStep>(
	plans: readonly (ProfileStepPlan & { readonly step: S })[],
	remembered: Remembered,
	spanOf: (step: S) => number
): Asks {
	const all = plans.map(({ step, index, sources, text }) => {
		const of = text !== null ? remembered.text(text) : step.how === 'count' ? -1 : remembered.number(sources[0]);
		return { ask: { index, kind: kinds[step.how], of, otherwise: step.otherwise, span: spanOf(step) }, current: step.current };
	});
	const those = (wanted: boolean): Ask[] => all.flatMap(({ ask, current }) => (current === wanted ? [ask] : []));
	return { before: those(false), after: those(true) };
}

/** Which of the numbers remembered are asked for so. */
export function askedFor({ before, after }: Asks, how: WindowStep['how']): number[] {
	return [...new Set([...before, ...after].flatMap((ask) => (ask.kind === kinds[how] ? [ask.of] : [])))];
}
