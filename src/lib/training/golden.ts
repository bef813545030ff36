import { expm1 } from '../core/number/exp-log';
import { goldenFeatures } from '../core/pack/golden-features';
import { clipMargin } from '../core/pack/score';
import type { Golden, Manifest } from '../core/pack/manifest';
import type { CompiledPipeline } from '../core/features/pipeline';
import { isFeature } from '../core/features/steps';
import { referenceModelMargins } from '../core/members/model';
import type { Model } from '../core/members/model';
import type { Random } from '../core/random/random';
import { featureColumns } from '../core/schema/schema';
import type { Column } from '../core/schema/schema';
import { secondsADay } from '../core/time/units';
import { stepInputs } from './features/step-inputs';

type GoldenParts = Pick<Manifest, 'schema' | 'pipeline' | 'scaler' | 'marginBounds'> & {
	readonly compiled: CompiledPipeline;
	readonly model: Model;
};

/** A golden vector: a value a raw feature column, in schema order. */
export type RawVector = readonly (number | string)[];

/** How far inside, at and beyond the clip bounds a stress vector's values lie, in parts of the bound. */
const stress = [0.5, 1, 1, 1.5];

/**
 * Golden vectors: the rows given plus `stressRows` whose values lie at and beyond the scaler's clip bounds, all answered by
 * the float64 reference. They go through one session, so that later rows have profiles.
 *
 * @param rows `[vectors × raw columns]`
 */
export function goldenVectors(parts: GoldenParts, rows: readonly RawVector[], stressRows: number, random: Random): Golden {
	const raw = [...rows.map((row) => [...row]), ...stressed(parts, rows, stressRows, random)];
	const features = goldenFeatures(parts.compiled, raw);
	const margins = Array.from(referenceModelMargins(parts.model, features, raw.length), (margin) => clipMargin(margin, parts));
	return { raw, margins };
}

/** Rows drawn around what the scaler was fitted on, for packs without reference data. */
export function rowsAroundScaler({ schema, pipeline, scaler }: Omit<GoldenParts, 'compiled' | 'model'>, rows: number, random: Random): RawVector[] {
	const places = columnPlaces({ schema, pipeline, scaler });
	return Array.from({ length: rows }, () =>
		places.map((place) => (place.kind === 'text' ? place.texts[random.int(place.texts.length)] : place.clamp(place.fromFeature(place.mean + place.scale * random.normal()))))
	);
}

/** In files with dates a wild date would make all later rows late: stress rows go on in time where the rows end. */
function stressed(parts: GoldenParts, rows: readonly RawVector[], count: number, random: Random): (number | string)[][] {
	const places = columnPlaces(parts);
	const compared = comparedColumns(parts);
	const last = rows.at(-1);
	return Array.from({ length: count }, (_, i) => {
		const row = places.map((place, c) => {
			if (place.kind === 'text') return place.texts[random.int(place.texts.length)];
			const { mean, scale, low, high, fromFeature, clamp } = place;
			const bound = random.next() < 0.5 ? low : high;
			const value = clamp(fromFeature(mean + scale * bound * stress[random.int(stress.length)]));
			return place.isTime && last ? Number(last[c]) + i : value;
		});
		// Columns drawn one by one are never equal, but a model may live by that: in every second row two of them are.
		if (compared.length > 0 && i % 2 === 0) {
			const [one, other] = compared[random.int(compared.length)];
			row[one] = row[other];
		}
		return row;
	});
}

/** Pairs of raw number columns that a step sets against each other. */
function comparedColumns({ schema, pipeline }: Pick<GoldenParts, 'schema' | 'pipeline'>): (readonly [number, number])[] {
	const columns = featureColumns(schema);
	const indexOf = (operand: string | number) => columns.findIndex(({ name, type }) => name === operand && type === 'number');
	return pipeline.flatMap((step) => {
		if (step.op !== 'combine') return [];
		const pair = [indexOf(step.left), indexOf(step.right)] as const;
		return pair.every((index) => index >= 0) ? [pair] : [];
	});
}

interface NumberPlace {
	readonly kind: 'number';
	/** Of a pipeline that knows earlier rows. */
	readonly isTime: boolean;
	readonly mean: number;
	readonly scale: number;
	readonly low: number;
	readonly high: number;
	/** Raw value that gives a feature value. */
	readonly fromFeature: (feature: number) => number;
	/** Into the range that the schema calls possible. */
	readonly clamp: (raw: number) => number;
}

type Place = NumberPlace | { readonly kind: 'text'; readonly texts: readonly string[] };

/** For every raw column the scaling of a feature that is made of it, by a copy if there is one; of a text column some texts. */
function columnPlaces({ schema, pipeline, scaler }: Pick<GoldenParts, 'schema' | 'pipeline' | 'scaler'>): Place[] {
	const features = pipeline.filter(isFeature);
	const timed = pipeline.flatMap((step) => ('time' in step ? [step.time] : []));
	return featureColumns(schema).map((column): Place => {
		if (column.type === 'string') return { kind: 'text', texts: someTexts(column, pipeline) };
		const readers = features.map((step, index) => ({ step, index })).filter(({ step }) => stepInputs(step).includes(column.name));
		const reader = readers.find(({ step }) => step.op === 'copy') ?? readers.find(({ step }) => step.op === 'log1p');
		const clamp = (raw: number) => Math.min(Math.max(raw, column.min ?? -Infinity), column.max ?? Infinity);
		const place = { kind: 'number', isTime: timed.length > 0 && (column.type === 'datetime' || column.roles.includes('timestamp')), clamp } as const;
		// A column that is only read as a time of day, or not at all: any second of a day will do.
		if (!reader) return { ...place, mean: secondsADay / 2, scale: secondsADay / 4, low: -2, high: 2, fromFeature: (x) => x };
		const { step, index } = reader;
		return {
			...place,
			mean: scaler.mean[index],
			scale: scaler.scale[index],
			low: scaler.low[index],
			high: scaler.high[index],
			fromFeature: step.op === 'log1p' ? (x) => expm1(Math.min(x, 30)) : (x) => x
		};
	});
}

/** Texts that steps know, one that none knows, and a few names so that rows share profiles. */
export function someTexts({ name }: Pick<Column, 'name'>, pipeline: GoldenParts['pipeline']): string[] {
	const known = pipeline.flatMap((step) => {
		if (step.op === 'one-of' && step.from === name) return step.values;
		if (step.op === 'ordinal' && step.from === name) return step.levels;
		if (step.op === 'starts-with' && step.from === name) return [`${step.prefix}1`];
		if (step.op === 'encode' && step.from.length === 1 && step.from[0] === name) return Object.keys(step.table).slice(0, 8);
		return [];
	});
	return [...new Set([...known, 'never seen', '', `${name} 1`, `${name} 2`])];
}
