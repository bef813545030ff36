import { protocolText } from '../../src/lib/training/protocols/protocol-text';
import type { TrainingConfig } from '../../src/lib/training/config';
import { fraudCount } from '../../src/lib/training/dataset';
import { bootstrap, defaultK, figuresOf } from '../../src/lib/training/evaluate';
import type { JudgeOptions } from '../../src/lib/training/evaluate';
import type { Report } from '../../src/lib/training/hybrid/progress';
import { prepareData } from '../../src/lib/training/prepare-data';
import { foldedData } from '../../src/lib/training/protocols/folded-data';
import type { Protocol } from '../../src/lib/training/protocols/protocol';
import { evaluatedBy } from '../../src/lib/training/protocols/evaluated-by';
import { runProtocol, testedColumns } from '../../src/lib/training/protocols/run-protocol';
import type { TestedRows } from '../../src/lib/training/protocols/run-protocol';
import { pooledScores } from '../../src/lib/training/pooled';
import type { DataFile } from '../../src/lib/training/train-pack';
import type { FoldRow } from '../train/read-folds';
import type { Judgement } from './judgement';

export interface PackToJudge {
	readonly config: TrainingConfig;
	readonly protocol: Protocol;
	readonly files: readonly DataFile[];
	readonly folds: { readonly name: string; readonly sha256: string; readonly listed: readonly FoldRow[] } | null;
	readonly seed: number;
	readonly report: Report;
	/** One line for a person. */
	readonly note: (line: string) => void;
}

export interface JudgedPack {
	readonly judgement: Judgement;
	readonly tested: TestedRows;
	/** Of every tested row; null for a protocol without folds. */
	readonly foldOf: Uint8Array | null;
}

/** Trains a pack by a protocol and measures the rows that it has not learned from. */
export async function judgePack(job: PackToJudge): Promise<JudgedPack> {
	const start = performance.now();
	const { folds } = job;
	const judged = folds ? await judgeFolds(job, folds.listed) : await judgeSplit(job);
	return { ...judged, judgement: { ...judged.judgement, seconds: Math.round((performance.now() - start) / 100) / 10 } };
}

async function judgeSplit({ config, protocol, files, seed, report, note }: PackToJudge): Promise<JudgedPack> {
	const prepared = prepareData(
		config,
		files.map((file) => file.data)
	);
	const { counts } = prepared;
	if (counts.duplicates > 0) note(`${counts.duplicates} rows repeat an earlier one in full and were dropped`);
	if (counts.backwards > 0) note(`${counts.backwards} rows are earlier than the row before them; all rows were sorted by time`);
	const run = await runProtocol(config, prepared, protocol, seed, report);
	const { fitted, split, tested } = run;
	const text = protocolText(evaluatedBy(config, protocol, run));
	const judgement: Judgement = {
		...whatWasJudged({ config, protocol, files, seed }, text),
		folds: null,
		train: { rows: split.train.length, frauds: fraudCount(fitted.train) },
		duplicates: counts.duplicates,
		prior: fitted.prior,
		threshold: fitted.threshold,
		combiner: combinerOf(fitted.model.combiner),
		calibration: fitted.calibrationChoice.kind,
		...figuresOfRows(config, protocol, tested, fitted.threshold)
	};
	return { judgement, tested, foldOf: null };
}

async function judgeFolds(job: PackToJudge, listed: readonly FoldRow[]): Promise<JudgedPack> {
	const { config, files, seed, report } = job;
	const folded = foldedData(config, files[0].data, listed);
	const pooled = await pooledScores(config, folded, seed, report);
	const rows = Uint32Array.from(folded.folds.keys());
	const tested: TestedRows = { ...testedColumns(config, folded, rows), ...pooled };
	const text = `Protocol: ${job.protocol.title}. Every row is scored by a model that learned from the other folds only; all scores are measured together.`;
	const all = { rows: folded.data.rows, frauds: fraudCount(folded.data) };
	const judgement: Judgement = {
		...whatWasJudged(job, text),
		folds: job.folds && { name: job.folds.name, sha256: job.folds.sha256 },
		train: all,
		duplicates: 0,
		prior: pooled.prior,
		threshold: pooled.threshold,
		combiner: pooled.fits.map(({ fold, weights }) => `fold ${fold}: ${weightsText(weights)}`).join('; '),
		calibration: pooled.fits.map(({ calibration }) => calibration).join(', '),
		...figuresOfRows(config, job.protocol, tested, pooled.threshold)
	};
	return { judgement, tested, foldOf: folded.folds };
}

function whatWasJudged({ config, protocol, files, seed }: Pick<PackToJudge, 'config' | 'protocol' | 'files' | 'seed'>, text: string) {
	return {
		pack: config.name,
		version: config.version,
		protocol: { name: protocol.name, title: protocol.title, optimistic: protocol.split.kind === 'random', text },
		seed,
		data: files.map(({ name, sha256 }) => ({ name, sha256 })),
		seconds: 0
	};
}

function figuresOfRows(config: TrainingConfig, { removeDetected }: Protocol, tested: TestedRows, threshold: number) {
	const options: JudgeOptions = { threshold, k: defaultK, removeDetected, reviewCost: config.reviewCost };
	const own = tested.members.length > 1 ? tested.members : [];
	return {
		test: { rows: tested.labels.length, frauds: fraudCount(tested) },
		normalWeight: tested.normalWeight,
		bootstrap,
		k: options.k,
		removeDetected,
		reviewCost: options.reviewCost,
		figures: figuresOf(tested, options),
		members: own.map(({ id, scores }) => ({ id, figures: figuresOf({ ...tested, scores }, { ...options, threshold: null }) }))
	};
}

function combinerOf(combiner: { kind: 'single'; member: string } | { kind: 'logistic'; weights: Readonly<Record<string, number>> }): string {
	return combiner.kind === 'single' ? combiner.member : weightsText(combiner.weights);
}

function weightsText(weights: Readonly<Record<string, number>>): string {
	return Object.entries(weights)
		.map(([id, weight]) => `${id} ${Number(weight.toPrecision(3))}`)
		.join(', ');
}
