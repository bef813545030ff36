import { histogram, scoreHistogram } from '../metrics/histogram';
import { equalWeightEdges } from './bins';
import { describe } from './describe';
import { hoursOf } from './hours';
import { distribution, quantilesOf, weightedQuantiles, type Distribution } from './quantiles';
import type { QuantileSketch, Reference, ReferenceDistribution } from './reference';
import { summariseTexts, type TextColumnParts } from './text-columns';
import { requireLength } from './weights';

export interface ReferenceParts {
	readonly rawNames: readonly string[];
	/** Training split, one array a raw column, `[columns][rows]`. */
	readonly raw: readonly Float64Array[];
	/** Raw text columns of the training split, if any. */
	readonly texts?: readonly Pick<TextColumnParts, 'name' | 'dictionary' | 'codes' | 'isName'>[];
	/** Names of the raw columns that are dates, in seconds since 1970; none by default. */
	readonly dates?: readonly string[];
	readonly featureNames: readonly string[];
	/** Training split, one array a pipeline feature before scaling, `[features][rows]`. */
	readonly features: readonly Float64Array[];
	/** 0 or 1 a training row. */
	readonly labels: Uint8Array;
	/** One a training row. */
	readonly weights: Float64Array;
	/** Validation split: calibrated probabilities in [0, 1]. */
	readonly scores: Float64Array;
	readonly margins: Float64Array;
	/** One a validation row. */
	readonly scoreWeights: Float64Array;
}

/** 0, 0.025, … 1. */
const sketchProbabilities: readonly number[] = Array.from({ length: 41 }, (_, i) => i / 40);

/** Bins of equal weight a column has at most: enough for drift measures, few enough to be filled by a small batch. */
const columnBins = 20;

/**
 * Makes a pack's {@link Reference}. NaN marks a missing value. Numbers are rounded to nine significant digits, outer
 * edges excepted. Throws RangeError when lengths differ, a column has no value at all or an infinite one.
 */
export function buildReference(parts: ReferenceParts): Reference {
	const { raw, rawNames, texts = [], dates = [], features, featureNames, labels, weights, scores, margins, scoreWeights } = parts;
	requireNames(rawNames, raw);
	requireNames(featureNames, features);
	for (const column of [...raw, ...features]) requireLength(labels.length, column, weights);
	requireLength(scores.length, margins, scoreWeights);
	return {
		format: 'shrike-reference',
		formatVersion: 1,
		raw: raw.map((column, i) => ({
			name: rawNames[i],
			...summarise(column, weights),
			byClass: { normal: sketchOfClass(column, parts, 0), fraud: sketchOfClass(column, parts, 1) },
			...(dates.includes(rawNames[i]) ? { hours: hoursOf(column, labels, weights) } : {})
		})),
		...(texts.length > 0 ? { texts: texts.map((column) => summariseTexts({ ...column, labels, weights })) } : {}),
		features: features.map((column, i) => ({ name: featureNames[i], ...summarise(column, weights) })),
		scores: summarise(scores, scoreWeights, scoreHistogram().edges),
		margins: summarise(margins, scoreWeights)
	};
}

function summarise(values: Float64Array, weights: Float64Array, edges?: ArrayLike<number>): ReferenceDistribution {
	const { count, missing, mean, std } = describe(values, weights);
	const spread = distribution(values, weights);
	const counted = histogram(values, edges ?? equalWeightEdges(spread, columnBins), weights);
	return {
		count,
		missing,
		mean: rounded(mean),
		std: rounded(std),
		histogram: { edges: [...counted.edges], counts: [...counted.counts].map(rounded) },
		quantiles: sketch(spread)
	};
}

function sketch(of: Distribution): QuantileSketch {
	return { probabilities: [...sketchProbabilities], values: quantilesOf(of, sketchProbabilities).map(rounded) };
}

/** Weights are left in: within one class they may still differ. */
function sketchOfClass(values: Float64Array, { labels, weights }: ReferenceParts, label: 0 | 1): QuantileSketch | null {
	const ofClass = (_: number, row: number) => labels[row] === label && !Number.isNaN(values[row]);
	const quantiles = weightedQuantiles(values.filter(ofClass), sketchProbabilities, weights.filter(ofClass));
	return Number.isNaN(quantiles[0])
		? null
		: { probabilities: [...sketchProbabilities], values: quantiles.map(rounded) };
}

function requireNames(names: readonly string[], columns: readonly Float64Array[]): void {
	if (names.length !== columns.length) {
		throw new RangeError(`${names.length} names were given for ${columns.length} columns.`);
	}
}

function rounded(x: number): number {
	return Number(x.toPrecision(9));
}
