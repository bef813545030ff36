import { ShrikeError } from '../../core/errors';
import { bootstrapIntervals } from '../../core/metrics/bootstrap';
import { addToHistogram, scoreHistogram } from '../../core/metrics/histogram';
import { averagePrecision } from '../../core/metrics/precision-recall';
import { rank } from '../../core/metrics/ranking';
import { rocAuc } from '../../core/metrics/roc';
import { rankingDraws } from '../../core/metrics/run-draws';
import { ThresholdTable } from '../../core/metrics/threshold-table';
import type { RunStore } from '../../core/run/store';
import type { KeptRow, Reject, ScoredBlock } from '../../core/run/types';
import type { RunAnalysis, TopRow } from '../types';
import { TopCells } from './top-cells';

/** Rejects that a result lists; all of them are in the log and in the download. */
const listedRejects = 5000;

type BlockColumns = Pick<ScoredBlock, 'rows' | 'margin' | 'score' | 'amount' | 'label'>;

/** Reads a run back from the log, see {@link ScoringEngine.analyse}. Memory: about 40 bytes a row while it works. */
export async function analyse(store: RunStore, runId: string): Promise<RunAnalysis> {
	const run = await store.getRun(runId);
	if (!run) {
		throw new ShrikeError('storage.not-found', 'This run is no longer in the log. It may have been deleted.', { id: runId });
	}
	const blocks: BlockColumns[] = [];
	const histogram = scoreHistogram();
	const top = new TopCells();
	const candidates = new Map<number, TopRow>();
	const rejects: Reject[] = [];
	for await (const block of store.blocks(runId)) {
		const { rows, margin, score, amount, label } = block;
		blocks.push({ rows, margin, score, amount, label });
		for (let i = 0; i < block.rows; i++) if (block.decision[i] !== 255) addToHistogram(histogram, block.score[i]);
		rejects.push(...block.rejects.slice(0, listedRejects - rejects.length));
		top.restore(block);
		for (const kept of block.kept) candidates.set(kept.row, topRow(block, kept));
		const stillTop = new Set(top.rows());
		for (const row of candidates.keys()) if (!stillTop.has(row)) candidates.delete(row);
	}
	const columns = {
		margin: joined(blocks, (block) => block.margin, Float32Array),
		amount: joined(blocks, (block) => block.amount, Float64Array),
		label: joined(blocks, (block) => block.label, Uint8Array)
	};
	const table = ThresholdTable.build(columns);
	return {
		run,
		table,
		scores: descending(joined(blocks, (block) => block.score, Float64Array)),
		histogram: [...histogram.counts],
		top: top.rows().flatMap((row) => candidates.get(row) ?? []),
		rejects,
		figures: figures(columns.margin, columns.label)
	};
}

function topRow(block: ScoredBlock, { row, cells }: KeptRow): TopRow {
	const i = row - block.firstRow;
	const [label, amount] = [block.label[i], block.amount[i]];
	return {
		row,
		margin: block.margin[i],
		score: block.score[i],
		label: label === 1 ? 1 : label === 0 ? 0 : null,
		amount: Number.isNaN(amount) ? null : amount,
		cells
	};
}

function figures(margin: Float32Array, label: Uint8Array): RunAnalysis['figures'] {
	const labelled = margin.map((value, i) => (label[i] <= 1 ? value : NaN)).filter((value) => !Number.isNaN(value));
	const labels = label.filter((value, i) => value <= 1 && !Number.isNaN(margin[i]));
	if (!labels.includes(0) || !labels.includes(1)) return null;
	return bootstrapIntervals(rank(labelled, labels), { rocAuc, averagePrecision }, rankingDraws);
}

/** Scores rise with margins, so sorting them gives the order of the margins. */
function descending(scores: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
	return scores.filter((score) => !Number.isNaN(score)).sort().reverse();
}

function joined<A extends { set(from: ArrayLike<number>, at: number): void }>(
	blocks: readonly BlockColumns[],
	column: (block: BlockColumns) => ArrayLike<number>,
	Type: new (length: number) => A
): A {
	const all = new Type(blocks.reduce((sum, block) => sum + block.rows, 0));
	let at = 0;
	for (const block of blocks) {
		all.set(column(block), at);
		at += block.rows;
	}
	return all;
}
