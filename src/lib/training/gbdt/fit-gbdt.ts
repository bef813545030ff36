import { ShrikeError } from '../../core/errors';
import { EnsembleBuilder } from '../../core/members/trees/builder';
import { firstTrees } from '../../core/members/trees/ensemble';
import type { TreeEnsemble } from '../../core/members/trees/ensemble';
import type { Random } from '../../core/random/random';
import type { TrainingRows } from '../fit-mlp';
import { binLike, makeBinTable } from './bin-table';
import type { GbdtConfig } from './config';
import { TreeGrower } from './grow-tree';
import type { GrownTree } from './grown-tree';
import { judge } from './judge';
import { derivatives, priorMargin } from './loss';
import { drawFeatures, drawRows } from './sample';

export interface GbdtProgress {
	/** Trees so far, from 1. */
	readonly round: number;
	/** The figure of `stopBy` on the validation rows, log loss as a positive number; null without validation rows. */
	readonly validation: number | null;
	/** Whether this is the best figure so far. */
	readonly best: boolean;
}

export interface FittedGbdt {
	/** With XGBoost's rules, so that margins are float32 sums; only the trees up to the best validation figure. */
	readonly ensemble: TreeEnsemble;
	/** The best validation figure; null without validation rows. */
	readonly validation: number | null;
	/** Trees grown, kept or not. */
	readonly rounds: number;
}

export interface GbdtOptions {
	/** Stops the fit between two trees; the promise rejects with the signal's reason. */
	readonly signal?: AbortSignal;
	readonly onRound?: (progress: GbdtProgress) => void;
}

/**
 * Boosts trees on the weighted log loss by its first and second derivatives (Friedman 2001; Chen & Guestrin 2016), over
 * histograms, leaf-wise (Ke et al., "LightGBM", 2017). The same numbers in give the same ensemble out, bit by bit. Waiting
 * events are let in after every tree.
 *
 * @param train features as they are (trees need no scaling), NaN where missing; weights are taken as given, so that
 * `minHessian` and `l2` are in their units
 * @param validation rows that early stopping watches; without them all rounds are kept
 * @throws `data.one-class` when frauds or normals are missing or weigh nothing; RangeError for infinite features
 */
export async function fitGbdt(
	config: GbdtConfig,
	train: TrainingRows,
	validation: TrainingRows | null,
	random: Random,
	{ signal, onRound }: GbdtOptions = {}
): Promise<FittedGbdt> {
	signal?.throwIfAborted();
	const baseMargin = priorMargin(train);
	if (!Number.isFinite(baseMargin)) {
		throw new ShrikeError('data.one-class', 'The training rows are of one class only. Choose data with both frauds and normals.');
	}
	const table = makeBinTable(train, config.maxBins);
	const builder = new EnsembleBuilder('xgboost', table.width);
	const margins = new Float32Array(train.rows).fill(baseMargin);
	const held = validation && { data: validation, table: binLike(table, validation), margins: new Float32Array(validation.rows).fill(baseMargin) };
	const next = treeByTree(config, train, table, margins, random);
	let best = { trees: 0, figure: -Infinity };
	let round = 0;
	while (round < config.rounds && (!held || round - best.trees < config.patience)) {
		const tree = next();
		tree.appendTo(builder, table);
		round++;
		if (held) tree.addTo(held.margins, held.table);
		const figure = held ? judge(held.margins, held.data, config.stopBy) : round;
		const isBest = figure > best.figure;
		if (isBest) best = { trees: round, figure };
		onRound?.({ round, validation: held ? shown(figure, config) : null, best: isBest });
		await breathe();
		signal?.throwIfAborted();
	}
	const ensemble = firstTrees(builder.finish(baseMargin), best.trees);
	return { ensemble, validation: held ? shown(best.figure, config) : null, rounds: round };
}

/** Grows the next tree at each call and adds it to the margins of the training rows. */
function treeByTree(
	config: GbdtConfig,
	train: TrainingRows,
	table: ReturnType<typeof makeBinTable>,
	margins: Float32Array,
	random: Random
): () => GrownTree {
	const grower = new TreeGrower(train.rows);
	const [gradients, hessians] = [new Float64Array(train.rows), new Float64Array(train.rows)];
	const order = new Uint32Array(Math.max(1, Math.round(config.rowShare * train.rows)));
	const drawn = new Uint8Array(train.rows);
	return () => {
		derivatives(margins, train, gradients, hessians);
		drawRows(train.rows, order.length, random, order);
		const search = { config, table, features: drawFeatures(table.width, config.featureShare, random) };
		const tree = grower.grow(search, order, gradients, hessians, margins);
		if (order.length < train.rows) {
			drawn.fill(0);
			for (const row of order) drawn[row] = 1;
			tree.addTo(margins, table, drawn);
		}
		return tree;
	};
}

function shown(figure: number, { stopBy }: GbdtConfig): number {
	return stopBy === 'logLoss' ? -figure : figure;
}

/** Lets waiting events in. */
function breathe(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve));
}
