import { generateTransactions } from '../core/generate/transactions';
import type { EvaluatedSet, Evaluation } from '../core/pack/evaluation';
import { loadPack } from '../core/pack/load';
import type { Manifest } from '../core/pack/manifest';
import { seededRandom } from '../core/random/random';
import { modelCard } from './card';
import type { TrainingConfig } from './config';
import { fraudCount } from './dataset';
import type { Dataset } from './dataset';
import { bootstrap, defaultK, evaluateSet } from './evaluate';
import { goldenVectors } from './golden';
import type { RawVector } from './golden';
import { scoresOf } from './hybrid/fit-calibrated';
import { memberFiles } from './hybrid/member-files';
import { memberScores } from './hybrid/member-scores';
import type { Report } from './hybrid/progress';
import { forestFiles, jsonFile, readerOf, sealPack, textFile } from './pack-files';
import type { PackFiles } from './pack-files';
import { referenceOf } from './pack-reference';
import { prepareData } from './prepare-data';
import type { RowCounts } from './prepare-data';
import { evaluatedBy } from './protocols/evaluated-by';
import { runProtocol } from './protocols/run-protocol';
import type { ProtocolRun } from './protocols/run-protocol';
import { manifestOf } from './trained-manifest';

/** A data file as read, with the digest of its bytes as given. */
export interface DataFile {
	/** Without folders. */
	readonly name: string;
	readonly sha256: string;
	readonly data: Dataset;
}

export interface TrainingOptions {
	/** Integer in [0, 2³²). */
	readonly seed: number;
	/** The command line that repeats this, for the provenance. */
	readonly command: string;
	/** Called after every epoch and every tree of every fit; what it throws ends the training. */
	readonly onProgress?: Report;
	/** What was done with the rows, once that is known. */
	readonly onRows?: (counts: RowCounts) => void;
}

export interface TrainedPack {
	readonly files: PackFiles;
	/** The manifest's, by which the pack is addressed. */
	readonly sha256: string;
	readonly manifest: Manifest;
	readonly evaluation: Evaluation;
}

const goldenRows = 64;
const goldenStressRows = 32;

/**
 * Trains a pack by the first of its protocols: joins and de-duplicates the data, learns from the protocol's training rows, and
 * evaluates on its test rows. The same data, configuration and seed give the same bytes of every file.
 *
 * Sets TF.js to its `cpu` backend, the only one that computes the same everywhere. Throws what `prepareData` and
 * `protocolRows` throw.
 */
export async function trainPack(config: TrainingConfig, sources: readonly DataFile[], options: TrainingOptions): Promise<TrainedPack> {
	const prepared = prepareData(
		config,
		sources.map((source) => source.data)
	);
	options.onRows?.(prepared.counts);
	const run = await runProtocol(config, prepared, config.protocols[0], options.seed, (progress) => options.onProgress?.(progress));
	const { fitted, split } = run;
	const random = seededRandom(options.seed);
	const evaluation = evaluationOf(config, run);
	const reference = referenceOf(config.schema, prepared.data, split.train, fitted, random);

	const { files, members } = await memberFiles(fitted.members);
	for (const [name, bytes] of forestFiles(fitted.forests)) files.set(name, bytes);
	const unsealed = manifestOf(config, sources, options, fitted, members);
	const golden = goldenVectors({ ...unsealed, compiled: fitted.compiled, model: fitted.model }, inventedRows(config, reference, options.seed), goldenStressRows, random);
	const card = modelCard({ config, manifest: unsealed, evaluation, rows: prepared.counts, run });
	files.set('golden.json', jsonFile(golden));
	files.set('reference.json', jsonFile(reference));
	files.set('evaluation.json', jsonFile(evaluation, '\t'));
	files.set('card.md', textFile(card));
	const sha256 = await sealPack(files, unsealed);
	const { manifest } = await loadPack(readerOf(files), sha256);
	return { files, sha256, manifest, evaluation };
}

/** JSON knows no NaN: where the data had no such column, 0 stands. */
function inventedRows({ schema }: TrainingConfig, reference: Parameters<typeof generateTransactions>[0], seed: number): RawVector[] {
	const { raw, dictionaries } = generateTransactions(reference, schema, { rows: goldenRows, seed, fraudShare: 0.5 });
	const valueOf = (column: Float64Array, c: number, row: number) => dictionaries[c]?.texts[column[row]] ?? (Number.isNaN(column[row]) ? 0 : column[row]);
	return Array.from({ length: goldenRows }, (_, row) => raw.map((column, c) => valueOf(column, c, row)));
}

/** Figures of rows that members did not learn from. */
function evaluationOf(config: TrainingConfig, run: ProtocolRun): Evaluation {
	const { fitted, tested } = run;
	const [protocol] = config.protocols;
	const { prior, threshold, normalWeight, train, validation } = fitted;
	const judging = { threshold, k: defaultK, removeDetected: protocol.removeDetected, reviewCost: config.reviewCost };
	const sets: EvaluatedSet[] = [{ name: 'train', rows: train.rows, frauds: fraudCount(train), normalWeight, figures: {} }];
	if (validation) {
		const members = fitted.model.members.map((member) => ({ id: member.id, scores: memberScores(member, fitted, validation) }));
		sets.push(evaluateSet('validation', { scores: scoresOf(fitted, validation), labels: validation.labels, normalWeight, members }, judging));
	}
	sets.push(evaluateSet('test', tested, judging, true));
	return {
		prior,
		protocol: evaluatedBy(config, protocol, run),
		threshold,
		bootstrap,
		sets
	};
}
