import { ShrikeError } from '../../core/errors';
import { curvesOf } from '../../core/metrics/curves';
import { evaluateScores } from '../../core/metrics/evaluate-scores';
import { keyText } from '../../core/run/key-column';
import type { RunStore } from '../../core/run/store';
import type { RunRecord, ScoredBlock } from '../../core/run/types';
import { secondsADay } from '../../core/time/units';
import type { EvaluationRequest, RunEvaluation } from '../types';

/** Resamples of the intervals: the page waits for them. */
const bootstrap = { draws: 500, seed: 1 };
const plottedPoints = 400;

/** Scored and labelled rows of a run, column by column. */
interface LabelledRows {
	readonly scores: number[];
	readonly labels: number[];
	readonly amounts: number[];
	readonly days: number[];
	/** Codes of the first entity column's texts; empty where there is none. */
	readonly cards: number[];
}

/** Judges a run's scores by its file's labels, see {@link ScoringEngine.evaluate}. Memory: about 50 bytes a labelled row. */
export async function evaluateRun(store: RunStore, runId: string, request: EvaluationRequest): Promise<RunEvaluation> {
	const run = await store.getRun(runId);
	if (!run) {
		throw new ShrikeError('storage.not-found', 'This run is no longer in the log. It may have been deleted.', { id: runId });
	}
	const rows: LabelledRows = { scores: [], labels: [], amounts: [], days: [], cards: [] };
	const codes = new Map<string, number>();
	for await (const block of store.blocks(runId)) collect(block, run, rows, codes);
	const frauds = rows.labels.reduce((sum, label) => sum + label, 0);
	if (frauds === 0 || frauds === rows.labels.length) {
		throw new ShrikeError(
			'data.one-class',
			`Of the run's scored rows ${rows.labels.length.toLocaleString('en')} have a label, and ${frauds.toLocaleString('en')} of these are ` +
				'frauds. An evaluation needs labelled frauds and labelled normal rows: score a file that has both.',
			{ rows: rows.labels.length, frauds }
		);
	}
	const { scores, labels } = rows;
	const has = (values: readonly number[]) => values.some((value) => !Number.isNaN(value));
	const given = {
		scores,
		labels,
		normalWeight: request.normalWeight,
		...(has(rows.amounts) ? { amounts: rows.amounts } : {}),
		...(has(rows.days) ? { days: rows.days } : {}),
		...(rows.cards.length > 0 ? { cards: rows.cards } : {})
	};
	const { threshold, reviewCost, alertsPerDay, removeDetected } = request;
	return {
		run,
		request,
		rows: labels.length,
		frauds,
		days: has(rows.days) ? new Set(rows.days.filter((day) => !Number.isNaN(day))).size : null,
		cards: rows.cards.length > 0 ? new Set(rows.cards).size : null,
		figures: evaluateScores(given, { threshold, reviewCost, k: alertsPerDay, removeDetected, bootstrap }),
		curves: curvesOf(given, plottedPoints, { reviewCost })
	};
}

function collect(block: ScoredBlock, { entity: column, timeUnitSeconds = 1 }: RunRecord, into: LabelledRows, codes: Map<string, number>): void {
	const entity = column ? block.keys[column] : undefined;
	for (let i = 0; i < block.rows; i++) {
		if (block.label[i] > 1 || block.decision[i] === 255) continue;
		into.scores.push(block.score[i]);
		into.labels.push(block.label[i]);
		into.amounts.push(block.amount[i]);
		into.days.push(Math.floor((block.timestamp[i] * timeUnitSeconds) / secondsADay));
		if (entity === undefined) continue;
		const text = keyText(entity, i);
		const code = codes.get(text) ?? codes.size;
		codes.set(text, code);
		into.cards.push(code);
	}
}
