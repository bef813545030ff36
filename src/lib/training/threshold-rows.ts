import { expm1 } from '../core/number/exp-log';
import { splitFlag } from '../core/members/trees/ensemble';
import type { TreeEnsemble } from '../core/members/trees/ensemble';
import { isFeature } from '../core/features/steps';
import type { Manifest } from '../core/pack/manifest';
import type { Random } from '../core/random/random';
import { featureColumns } from '../core/schema/schema';
import { secondsADay } from '../core/time/units';
import { stepInputs } from './features/step-inputs';
import { someTexts } from './golden';
import type { RawVector } from './golden';

export interface ThresholdParts extends Pick<Manifest, 'schema' | 'pipeline' | 'scaler'> {
	readonly ensemble: TreeEnsemble;
}

/** How often a value is one of the model's own thresholds instead of one between two. */
const atThreshold = 0.2;

/**
 * Raw rows for a tree model without data: a column whose values reach the model by a copy or a logarithm lies at one of the
 * thresholds that its feature is compared with, or between two, or beyond them; categories are some of 0 … 63, texts some that
 * steps know.
 *
 * @returns `[rows × raw columns]`, within what the schema calls possible
 */
export function rowsAroundThresholds(parts: ThresholdParts, rows: number, random: Random): RawVector[] {
	const columns = featureColumns(parts.schema).map((column): (() => number | string) => {
		if (column.type === 'string') {
			const texts = someTexts(column, parts.pipeline);
			return () => texts[random.int(texts.length)];
		}
		const draw = drawOf(parts, column.name, random);
		return () => Math.min(Math.max(draw(), column.min ?? -Infinity), column.max ?? Infinity);
	});
	return Array.from({ length: rows }, () => columns.map((draw) => draw()));
}

function drawOf({ pipeline, scaler, ensemble }: ThresholdParts, name: string, random: Random): () => number {
	const features = pipeline.filter(isFeature);
	const readers = features.map((step, feature) => ({ step, feature })).filter(({ step }) => stepInputs(step).includes(name));
	const reader = readers.find(({ step }) => step.op === 'copy') ?? readers.find(({ step }) => step.op === 'log1p');
	// A column that is only read as a time of day, or not at all: any second of a day will do.
	if (!reader) return () => random.int(secondsADay);
	const { step, feature } = reader;
	const raw = (z: number): number => {
		const x = scaler.mean[feature] + scaler.scale[feature] * z;
		return step.op === 'log1p' ? expm1(Math.min(x, 30)) : x;
	};
	const { thresholds, categorical } = splitsOf(ensemble, feature);
	if (categorical) return () => raw(random.int(64));
	if (thresholds.length === 0) return () => raw(random.normal());
	const reach = Math.max(1e-3, (thresholds[thresholds.length - 1] - thresholds[0]) / 4);
	const ends = [thresholds[0] - reach, ...thresholds, thresholds[thresholds.length - 1] + reach];
	return () => {
		const i = random.int(ends.length - 1);
		return raw(random.next() < atThreshold ? ends[i] : ends[i] + random.next() * (ends[i + 1] - ends[i]));
	};
}

function splitsOf({ feature, value, flags }: TreeEnsemble, of: number): { thresholds: number[]; categorical: boolean } {
	const nodes = Array.from(feature.keys()).filter((node) => feature[node] === of);
	const numeric = nodes.filter((node) => (flags[node] & splitFlag.categorical) === 0);
	const thresholds = [...new Set(numeric.map((node) => value[node]))].sort((a, b) => a - b);
	return { thresholds, categorical: numeric.length < nodes.length };
}
