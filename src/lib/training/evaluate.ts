import { curvesOf } from '../core/metrics/curves';
import { evaluateScores } from '../core/metrics/evaluate-scores';
import { figureNames } from '../core/metrics/figure-names';
import type { EvaluatedSet, Evaluation, Figure } from '../core/pack/evaluation';

export const bootstrap: Evaluation['bootstrap'] = { draws: 1000, seed: 1, level: 0.95 };

/** Scored and labelled rows, one entry a row. */
export interface JudgedRows {
	/** Calibrated probabilities. */
	readonly scores: Float64Array;
	readonly labels: Uint8Array;
	/** What a normal row weighs; a fraud weighs 1. */
	readonly normalWeight: number;
	/** Null for data without. */
	readonly amounts?: Float64Array | null;
	readonly days?: Float64Array | null;
	readonly cards?: Float64Array | null;
	/** The members' own scores of the same rows. */
	readonly members?: readonly { readonly id: string; readonly scores: Float64Array }[];
}

export interface JudgeOptions {
	/** Null where no rows were to be had to choose one on. */
	readonly threshold: number | null;
	readonly k: number;
	readonly removeDetected: boolean;
	readonly reviewCost: number;
}

/** Cards or rows that are looked at a day. */
export const defaultK = 100;
const plottedPoints = 200;

/** All figures of scored rows that their columns allow, with 95 % intervals; for members what needs no threshold. */
export function evaluateSet(name: EvaluatedSet['name'], rows: JudgedRows, options: JudgeOptions, withCurves = false): EvaluatedSet {
	const { labels, normalWeight, members = [] } = rows;
	const set = {
		name,
		rows: labels.length,
		frauds: labels.reduce((sum, label) => sum + label, 0),
		normalWeight,
		figures: figuresOf(rows, options)
	};
	const own =
		members.length < 2
			? {}
			: { members: members.map(({ id, scores }) => ({ id, figures: figuresOf({ ...rows, scores }, { ...options, threshold: null }) })) };
	const curves = withCurves ? { curves: shortened(curvesOf(given(rows), plottedPoints, { reviewCost: options.reviewCost })) } : {};
	return { ...set, ...own, ...curves };
}

/** {@link evaluateSet}'s figures, of six digits unless told; those that are undefined are left out. */
export function figuresOf(rows: JudgedRows, options: JudgeOptions, digits: (value: number) => number = rounded): Record<string, Figure> {
	const { threshold, k, removeDetected, reviewCost } = options;
	const all = evaluateScores(given(rows), { threshold, k, removeDetected, reviewCost, bootstrap });
	const figures: Record<string, Figure> = {};
	for (const name of figureNames) {
		const figure = all[name];
		if (!figure) continue;
		const { value, low, high } = figure;
		figures[name] = { value: digits(value), interval: low === null || high === null ? null : [digits(low), digits(high)] };
	}
	return figures;
}

function given({ scores, labels, normalWeight, amounts, days, cards }: JudgedRows) {
	return { scores, labels, normalWeight, ...(amounts ? { amounts } : {}), ...(days ? { days } : {}), ...(cards ? { cards } : {}) };
}

/** Numbers of six digits: a plot shows three. */
function shortened<T>(of: T): T {
	return JSON.parse(JSON.stringify(of), (_, value: unknown) => (typeof value === 'number' ? rounded(value) : value)) as T;
}

function rounded(value: number): number {
	return Number(value.toPrecision(6));
}
