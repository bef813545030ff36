import { describe, expect, it } from 'vitest';
import { bootstrapIntervals } from '../../core/metrics/bootstrap';
import { averagePrecision } from '../../core/metrics/precision-recall';
import { rank } from '../../core/metrics/ranking';
import { rocAuc } from '../../core/metrics/roc';
import { rankingDraws } from '../../core/metrics/run-draws';
import { clipMargins, scoresOfMargins } from '../../core/pack/score';
import { seededRandom } from '../../core/random/random';
import { cellsText } from '../../core/run/cells-text';
import type { RunRecord, ScoredBlock } from '../../core/run/types';
import { RunAnalyst } from './run-analyst';

const scoring = { marginBounds: [-20, 20] as [number, number], calibration: { kind: 'platt', slope: 1.1, intercept: -0.4 } as const };
const random = seededRandom(7);

const run: RunRecord = {
	...{ id: 'run-1', startedAt: 0, finishedAt: 1, status: 'done', headers: ['a'], mapping: {}, certificates: [], backends: [], switches: [] },
	...{ file: { name: 'a.csv', size: 1, fingerprint: null }, dialect: { delimiter: ',', decimal: '.', encoding: 'utf-8', gzip: false } },
	...{ pack: { name: 'p', version: '1', sha256: '', title: 'P' }, policy: { kind: 'threshold', review: 0.5 }, elapsedMs: 1, failure: null },
	counts: { rows: 0, scored: 0, rejected: 0, labelled: 0, frauds: 0, flagged: 0, flaggedAmount: 0, bytes: 0 }
};

/** Rows of which some are frauds, some have no label, and every 50th is rejected; the highest keep their number as cell. */
function blockAt(firstRow: number, rows: number, labels: boolean): ScoredBlock {
	const numbers = Array.from({ length: rows }, (_, i) => firstRow + i);
	const frauds = numbers.map(() => random.next() < 0.02);
	const margin = Float32Array.from(numbers, (row, i) => (row % 50 === 0 ? NaN : Math.round(4 * random.normal() + (frauds[i] ? 3 : -6) * 4) / 4));
	clipMargins(margin, scoring);
	const score = scoresOfMargins(margin, scoring);
	return {
		...{ index: 0, firstRow, rows, endOffset: 0, offset: new Float64Array(rows), margin, score },
		decision: Uint8Array.from(score, (p) => (Number.isNaN(p) ? 255 : p >= 0.5 ? 1 : 0)),
		label: Uint8Array.from(numbers, (row, i) => (!labels || row % 9 === 0 ? 255 : frauds[i] ? 1 : 0)),
		amount: Float64Array.from(numbers, (row) => (row % 11 === 0 ? NaN : row / 100)),
		...{ timestamp: new Float64Array(rows), keys: {}, features: null, backend: 'cpu' },
		rejects: numbers.filter((row) => row % 50 === 0).map((row) => ({ row, code: 'cell.not-a-number', column: 'a', value: '', reason: 'no' })),
		kept: numbers.flatMap((row, i) => (margin[i] > -2 ? [{ row, cells: cellsText([String(row)]) }] : []))
	};
}

function blocksOf(labels: boolean): ScoredBlock[] {
	return Array.from({ length: 12 }, (_, index) => ({ ...blockAt(1 + 500 * index, 500, labels), index }));
}

let prepares = false;

function analysed(blocks: readonly ScoredBlock[], options: ConstructorParameters<typeof RunAnalyst>[0]) {
	const analyst = new RunAnalyst(options);
	for (const block of blocks) analyst.add(block);
	// Every second time, as while the log is at work on the last blocks.
	prepares = !prepares;
	if (prepares) analyst.prepare();
	const { analysis, figures } = analyst.finish(run);
	return { ...analysis, figures: figures() };
}

describe('RunAnalyst', () => {
	const blocks = blocksOf(true);
	const rows = blocks.flatMap((block) =>
		Array.from({ length: block.rows }, (_, i) => ({
			...{ row: block.firstRow + i, margin: block.margin[i], score: block.score[i], label: block.label[i], amount: block.amount[i] }
		})).filter(({ margin }) => !Number.isNaN(margin))
	);
	const sorted = rows.toSorted((a, b) => b.margin - a.margin || a.row - b.row);
	const analysis = analysed(blocks, {});

	it('has every scored row in order, with its score and what is at stake down to it', () => {
		expect([...analysis.table.margins]).toEqual(sorted.map(({ margin }) => margin));
		expect([...analysis.scores]).toEqual(sorted.map(({ score }) => score));
		const ranks = (of: (row: (typeof rows)[number]) => boolean) => sorted.flatMap((row, rank) => (of(row) ? [rank] : []));
		expect([...analysis.table.frauds]).toEqual(ranks(({ label }) => label === 1));
		expect([analysis.table.mostLabelled, ...analysis.table.otherwise]).toEqual([true, ...ranks(({ label }) => label > 1)]);
		expect(analysis.table.cumulativeAmount.at(-1)).toBeCloseTo(rows.reduce((sum, { amount }) => sum + (amount || 0), 0), 6);
		expect(analysis.histogram.map((count, bin) => [bin, count])).toEqual(
			analysis.histogram.map((_, bin) => [bin, rows.filter(({ score }) => score >= bin / 50 && score < (bin + 1) / 50).length])
		);
	});

	it('has the highest rows with their cells, and the rejects', () => {
		const expected = sorted.filter(({ margin }) => margin > -2).slice(0, 1000);
		expect(analysis.top.map(({ row, cells, margin }) => [row, cells[0], margin])).toEqual(
			expected.map(({ row, margin }) => [row, String(row), margin])
		);
		expect(analysis.top.every(({ row, amount }) => (amount === null) === (row % 11 === 0))).toBe(true);
		expect(analysis.rejects.length).toBe(120);
	});

	it('has the figures of its labelled rows', () => {
		const labelled = rows.filter(({ label }) => label <= 1);
		const ranking = rank(labelled.map(({ margin }) => margin), labelled.map(({ label }) => label));
		expect(analysis.figures).toEqual(bootstrapIntervals(ranking, { rocAuc, averagePrecision }, rankingDraws));
		expect(analysed(blocksOf(false), {}).figures).toBe(null);
		expect(analysed([], {})).toMatchObject({ figures: null, top: [], rejects: [] });
	});

	it('is the same whatever room it makes, and with scores computed from margins', () => {
		for (const options of [{ expectedRows: 100_000 }, { expectedRows: rows.length }, { scoring }, { scoring, expectedRows: 1 }]) {
			expect(analysed(blocks, options)).toEqual(analysis);
		}
	});
});
