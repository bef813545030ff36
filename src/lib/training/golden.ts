import { clipMargin } from '../core/pack/score';
import type { Golden, Manifest } from '../core/pack/manifest';
import type { CompiledPipeline } from '../core/features/pipeline';
import { referenceModelMargins } from '../core/members/model';
import type { Model } from '../core/members/model';
import type { Random } from '../core/random/random';
import { featureColumns } from '../core/schema/schema';

type GoldenParts = Pick<Manifest, 'schema' | 'pipeline' | 'scaler' | 'marginBounds'> & {
	readonly compiled: CompiledPipeline;
	readonly model: Model;
};

/** How far inside, at and beyond the clip bounds a stress vector's values lie, in parts of the bound. */
const stress = [0.5, 1, 1, 1.5];

/**
 * Golden vectors: the rows given plus `stressRows` whose values lie at and beyond the scaler's clip bounds, all answered by
 * the float64 reference.
 *
 * @param rows `[vectors × raw columns]`
 */
export function goldenVectors(parts: GoldenParts, rows: readonly (readonly number[])[], stressRows: number, random: Random): Golden {
	const raw = [...rows.map((row) => [...row]), ...Array.from({ length: stressRows }, () => stressRow(parts, random))];
	const { compiled, model } = parts;
	const columns = compiled.rawNames.map((_, column) => Float64Array.from(raw, (row) => row[column]));
	const features = new Float32Array(raw.length * compiled.width);
	compiled.transform(columns, raw.length, features);
	const margins = Array.from(referenceModelMargins(model, features, raw.length), (margin) => clipMargin(margin, parts));
	return { raw, margins };
}

/** Rows drawn around what the scaler was fitted on, for packs without reference data. */
export function rowsAroundScaler({ schema, pipeline, scaler }: Omit<GoldenParts, 'compiled' | 'model'>, rows: number, random: Random): number[][] {
	const places = columnPlaces({ schema, pipeline, scaler });
	return Array.from({ length: rows }, () =>
		places.map((place) => place.clamp(place.fromFeature(place.mean + place.scale * random.normal())))
	);
}

function stressRow(parts: GoldenParts, random: Random): number[] {
	return columnPlaces(parts).map(({ mean, scale, low, high, fromFeature, clamp }) => {
		const bound = random.next() < 0.5 ? low : high;
		return clamp(fromFeature(mean + scale * bound * stress[random.int(stress.length)]));
	});
}

interface Place {
	readonly mean: number;
	readonly scale: number;
	readonly low: number;
	readonly high: number;
	/** Raw value that gives a feature value. */
	readonly fromFeature: (feature: number) => number;
	/** Into the range that the schema calls possible. */
	readonly clamp: (raw: number) => number;
}

const secondsADay = 86_400;

/** For every raw column the scaling of a feature that is made of it, by a copy if there is one. */
function columnPlaces({ schema, pipeline, scaler }: Pick<GoldenParts, 'schema' | 'pipeline' | 'scaler'>): Place[] {
	return featureColumns(schema).map((column) => {
		const readers = pipeline.map((step, index) => ({ step, index })).filter(({ step }) => step.from === column.name);
		const reader = readers.find(({ step }) => step.op === 'copy') ?? readers.find(({ step }) => step.op === 'log1p');
		const clamp = (raw: number) => Math.min(Math.max(raw, column.min ?? -Infinity), column.max ?? Infinity);
		// A column that is only read as a time of day, or not at all: any second of a day will do.
		if (!reader) return { mean: secondsADay / 2, scale: secondsADay / 4, low: -2, high: 2, fromFeature: (x) => x, clamp };
		const { step, index } = reader;
		return {
			mean: scaler.mean[index],
			scale: scaler.scale[index],
			low: scaler.low[index],
			high: scaler.high[index],
			fromFeature: step.op === 'log1p' ? (x) => Math.expm1(Math.min(x, 30)) : (x) => x,
			clamp
		};
	});
}
