import { combinedMargins } from '../../core/members/model';
import { averagePrecision } from '../../core/metrics/precision-recall';
import { rank } from '../../core/metrics/ranking';
import type { Combiner } from '../../core/pack/manifest';
import type { Random } from '../../core/random/random';
import { repeatsOf } from '../calibrate';
import { logitLoss } from '../calibrate-loss';
import type { TrainingRows } from '../fit-mlp';
import { fitCombiner } from './fit-combiner';
import { rowsOfFold, stratifiedFolds } from './folds';

type Truth = Pick<TrainingRows, 'rows' | 'labels' | 'weights'>;

/** A way to join members, judged on rows that had no say in its weights. */
export interface Candidate {
	/** The members that may have a weight. */
	readonly members: readonly string[];
	/** Weighted mean log loss in nats, and average precision. */
	readonly logLoss: number;
	readonly averagePrecision: number;
}

export interface JoinedMembers {
	/** Fitted on all rows; names every member, with weight 0 where one adds nothing. A member that is taken alone keeps its margin. */
	readonly combiner: Combiner;
	/** `[rows]` combined margins, each by weights that the row had no say in: the mean of several draws of folds. */
	readonly margins: Float64Array;
	/** All members together, then each on its own. */
	readonly candidates: readonly Candidate[];
	/** The candidate taken. */
	readonly chosen: Candidate;
}

const folds = 5;

/**
 * Joins members by a non-negative logistic regression on their out-of-fold margins, unless a member on its own, calibrated by
 * the same regression, has the lower log loss on held folds: then it alone gets a weight, for an ensemble must not be worse
 * than its best member. Its margin stays as it is, since whether it needs another map is the calibration's question.
 *
 * @param margins out-of-fold margins, one `[rows]` array a member
 */
export function joinMembers(ids: readonly string[], margins: readonly Float64Array[], truth: Truth, l2: number, random: Random): JoinedMembers {
	const draws = Array.from({ length: repeatsOf(truth.rows) }, () => stratifiedFolds(truth.labels, folds, random));
	const marginsById = new Map(ids.map((id, m) => [id, margins[m]]));
	const judged = (members: readonly string[]): { readonly margins: Float64Array; readonly candidate: Candidate } => {
		const held = draws.map((foldOf) => heldMargins(members, marginsById, truth, l2, foldOf));
		const figures = held.map((each) => figuresOf(each, truth));
		const candidate = { members, logLoss: mean(figures.map((f) => f.logLoss)), averagePrecision: mean(figures.map((f) => f.averagePrecision)) };
		return { margins: held[0].map((_, row) => mean(held.map((each) => each[row]))), candidate };
	};
	const all = judged(ids);
	const alone = ids.length > 1 ? ids.map((id) => judged([id])) : [];
	const candidates = [all, ...alone].map(({ candidate }) => candidate);
	const best = [all, ...alone].reduce((leader, other) => (other.candidate.logLoss < leader.candidate.logLoss ? other : leader));
	if (best !== all) {
		const [id] = best.candidate.members;
		const weights = Object.fromEntries(ids.map((other) => [other, other === id ? 1 : 0]));
		return { combiner: { kind: 'logistic', intercept: 0, weights }, margins: margins[ids.indexOf(id)], candidates, chosen: best.candidate };
	}
	return { combiner: fitOn(ids, marginsById, truth, l2), margins: all.margins, candidates, chosen: all.candidate };
}

type MarginsById = ReadonlyMap<string, Float64Array>;

function fitOn(members: readonly string[], marginsById: MarginsById, truth: Truth, l2: number): Combiner {
	return fitCombiner(
		members,
		members.map((id) => marginsById.get(id) ?? new Float64Array(truth.rows)),
		truth,
		l2
	);
}

function heldMargins(members: readonly string[], marginsById: MarginsById, truth: Truth, l2: number, foldOf: Uint8Array): Float64Array {
	const combined = new Float64Array(truth.rows);
	for (let fold = 0; fold < folds; fold++) {
		const { held, others } = rowsOfFold(foldOf, fold);
		const part = (rows: Uint32Array): MarginsById =>
			new Map(Array.from(marginsById, ([id, values]) => [id, Float64Array.from(rows, (row) => values[row])]));
		const learned = {
			rows: others.length,
			labels: Uint8Array.from(others, (row) => truth.labels[row]),
			weights: Float64Array.from(others, (row) => truth.weights[row])
		};
		const combiner = fitOn(members, part(others), learned, l2);
		combinedMargins(combiner, part(held)).forEach((margin, i) => (combined[held[i]] = margin));
	}
	return combined;
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function figuresOf(margins: Float64Array, { labels, weights }: Truth): Pick<Candidate, 'logLoss' | 'averagePrecision'> {
	let [sum, total] = [0, 0];
	for (let row = 0; row < margins.length; row++) {
		sum += weights[row] * logitLoss(margins[row], labels[row]);
		total += weights[row];
	}
	return { logLoss: sum / total, averagePrecision: averagePrecision(rank(margins, labels, weights)) };
}
