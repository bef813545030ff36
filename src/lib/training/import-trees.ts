import { ShrikeError } from '../core/errors';
import { compilePipeline } from '../core/features/pipeline';
import { isFeature } from '../core/features/steps';
import { treeMargins } from '../core/members/trees/ensemble';
import { parseLightgbm } from '../core/members/trees/lightgbm';
import { serialiseTrees } from '../core/members/trees/serialise';
import { parseXgboost } from '../core/members/trees/xgboost';
import type { ImportedTrees } from '../core/members/trees/xgboost';
import { referenceModelMargins } from '../core/members/model';
import { sha256Hex } from '../core/pack/digest';
import { neededFormat } from '../core/pack/format-version';
import { loadPack } from '../core/pack/load';
import type { Pack } from '../core/pack/load';
import type { Manifest, Scaler } from '../core/pack/manifest';
import { clipMargin } from '../core/pack/score';
import { seededRandom } from '../core/random/random';
import { goldenFeatures } from '../core/pack/golden-features';
import type { ImportLabels } from './import-pack';
import { importScaler } from './import-scaler';
import { importSchema } from './import-schema';
import { jsonFile, readerOf, sealPack } from './pack-files';
import type { PackFiles } from './pack-files';
import { rowsAroundThresholds } from './threshold-rows';

export interface ImportTreesParts extends ImportLabels {
	/** Parsed JSON of XGBoost's `save_model`, or the text of LightGBM's `save_model`. */
	readonly model: { readonly library: 'xgboost'; readonly json: unknown } | { readonly library: 'lightgbm'; readonly text: string };
	/** Parsed scaler file, null for a model that was trained on the features as they are. */
	readonly scaler: unknown;
}

export interface ImportedTreesPack {
	readonly files: PackFiles;
	readonly sha256: string;
	readonly manifest: Manifest;
	readonly trees: number;
	/** How many trees early stopping would keep, where it would drop some; the pack has them all. */
	readonly bestTrees: number | null;
}

const marginBounds: Manifest['marginBounds'] = [-20, 20];
const goldenRows = 96;
/** The greatest float32. */
const farthest = 3.4028234663852886e38;
const titles = { xgboost: 'XGBoost', lightgbm: 'LightGBM' } as const;

/**
 * Makes a pack of trees that XGBoost or LightGBM trained. The packed trees have given, on every golden vector, the margin
 * of the trees as they were read.
 *
 * @throws `pack.unsupported-model` naming an objective or booster that is not run, `pack.invalid` when the parts are
 * damaged or do not fit each other
 */
export async function importTreesPack(parts: ImportTreesParts): Promise<ImportedTreesPack> {
	const { library } = parts.model;
	const imported = parts.model.library === 'xgboost' ? parseXgboost(parts.model.json) : parseLightgbm(parts.model.text);
	const { ensemble, bestTrees } = imported;
	const { schema, pipeline } = importSchema(parts.schema);
	const featureNames = pipeline.filter(isFeature).map(({ to }) => to);
	checkFeatures(imported, featureNames, titles[library]);
	const scaler = parts.scaler === null ? identityScaler(featureNames) : importScaler(parts.scaler, featureNames);
	const compiled = compilePipeline({ schema, pipeline, scaler });
	const raw = rowsAroundThresholds({ schema, pipeline, scaler, ensemble }, goldenRows, seededRandom(0));
	const features = goldenFeatures(compiled, raw);
	const margins = new Float64Array(raw.length);
	treeMargins(ensemble, features, raw.length, margins);

	const trees = jsonFile(serialiseTrees(ensemble));
	const treesName = `trees.${(await sha256Hex(trees)).slice(0, 8)}.json`;
	const files: PackFiles = new Map([
		[treesName, trees],
		['golden.json', jsonFile({ raw, margins: Array.from(margins, (margin) => clipMargin(margin, { marginBounds })) })]
	]);
	const alone: Pick<Manifest, 'members' | 'combiner' | 'calibration'> = {
		members: [{ kind: 'gbdt', id: 'gbdt', model: treesName }],
		combiner: { kind: 'single', member: 'gbdt' },
		calibration: { kind: 'platt', slope: 1, intercept: 0 }
	};
	const sha256 = await sealPack(files, {
		format: 'shrike-pack',
		formatVersion: neededFormat({ schema, pipeline, ...alone }),
		name: parts.name,
		title: parts.title,
		version: '1.0.0',
		description: `Made from a ${titles[library]} model that was trained elsewhere.`,
		schema,
		pipeline,
		scaler,
		...alone,
		marginBounds,
		policy: { kind: 'threshold', review: parts.threshold },
		prior: null,
		parts: { golden: 'golden.json' },
		provenance: { command: parts.command, seed: null, data: [], licence: parts.licence }
	});
	const pack = await loadPack(readerOf(files), sha256);
	requireSame(pack, features, margins);
	const dropped = bestTrees !== null && bestTrees < ensemble.roots.length;
	return { files, sha256, manifest: pack.manifest, trees: ensemble.roots.length, bestTrees: dropped ? bestTrees : null };
}

/** Features as they are; bounded only by what float32 holds. */
function identityScaler(names: readonly string[]): Scaler {
	const all = (value: number) => names.map(() => value);
	return { kind: 'standard', names: [...names], mean: all(0), scale: all(1), low: all(-farthest), high: all(farthest) };
}

/** LightGBM's names for columns that had none. */
const numbered = /^Column_\d+$/;

function checkFeatures({ ensemble, featureNames }: ImportedTrees, names: readonly string[], library: string): void {
	if (ensemble.width !== names.length) {
		throw invalid(`The ${library} model takes ${ensemble.width} features, but the schema makes ${names.length}: ${names.join(', ')}.`);
	}
	if (featureNames.length === 0 || featureNames.every((name) => numbered.test(name))) return;
	const at = names.findIndex((name, f) => !sameName(name, featureNames[f], library));
	if (at < 0) return;
	throw invalid(
		`Feature ${at + 1} of the ${library} model is “${featureNames[at]}”, but the schema's is “${names[at]}”. ` +
			`The model's order is ${featureNames.join(', ')}.`
	);
}

/** LightGBM writes blanks in names as underscores. */
function sameName(ours: string, theirs: string, library: string): boolean {
	return ours === theirs || (library === titles.lightgbm && ours.replaceAll(/\s/g, '_') === theirs);
}

function requireSame(pack: Pack, features: Float32Array, expected: Float64Array): void {
	const margins = referenceModelMargins(pack.model, features, expected.length);
	if (margins.every((margin, row) => Object.is(margin, expected[row]))) return;
	throw new ShrikeError('pack.unsupported-model', 'The packed trees do not score as those that were read. Please report it.');
}

function invalid(what: string): ShrikeError {
	return new ShrikeError('pack.invalid', `${what} Give the schema with the model's features in the model's order.`);
}
