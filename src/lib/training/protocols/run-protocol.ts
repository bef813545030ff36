import * as tf from '@tensorflow/tfjs';
import { seededRandom } from '../../core/random/random';
import { columnWithRole, featureColumns } from '../../core/schema/schema';
import { secondsADay } from '../../core/time/units';
import type { TrainingConfig } from '../config';
import { valuesOf } from '../features/values-of';
import { fitSplit, trainingRows } from '../fit-split';
import type { FittedSplit } from '../fit-split';
import { scoresOf } from '../hybrid/fit-calibrated';
import { memberScores } from '../hybrid/member-scores';
import type { Report } from '../hybrid/progress';
import type { PreparedData } from '../prepare-data';
import { weightingOf } from '../weights';
import { protocolRows } from './protocol-rows';
import type { ProtocolRows } from './protocol-rows';
import type { Protocol } from './protocol';

/** Rows with the scores of a model that has not learned from them, one entry a row. */
export interface TestedRows {
	/** Indices in the prepared data. */
	readonly rows: Uint32Array;
	readonly scores: Float64Array;
	/** The members' own scores, before the ensemble's calibration. */
	readonly members: readonly { readonly id: string; readonly scores: Float64Array }[];
	readonly labels: Uint8Array;
	readonly normalWeight: number;
	/** Null for data without. */
	readonly amounts: Float64Array | null;
	/** Days since 1970. */
	readonly days: Float64Array | null;
	/** A number for the card. */
	readonly cards: Float64Array | null;
}

export interface ProtocolRun {
	readonly split: ProtocolRows;
	readonly fitted: FittedSplit;
	readonly tested: TestedRows;
}

/**
 * Learns from the training rows of a protocol and scores its test rows. Sets TF.js to its `cpu` backend, the only one that
 * computes the same everywhere. Throws what `protocolRows` throws.
 */
export async function runProtocol(config: TrainingConfig, prepared: PreparedData, protocol: Protocol, seed: number, report: Report): Promise<ProtocolRun> {
	tf.enableProdMode();
	await tf.setBackend('cpu');
	const random = seededRandom(seed);
	const split = protocolRows(config, prepared, protocol, random);
	const { data } = prepared;
	// A declared share of frauds holds for all rows; else the rows that are learned from show it.
	const shown = config.prior === null ? Uint8Array.from(split.train, (row) => data.labels[row]) : data.labels;
	const fitted = await fitSplit(config, data, split, weightingOf(config, shown), random, report);
	const rows = trainingRows(fitted, data, split.test, fitted);
	const tested: TestedRows = {
		...testedColumns(config, prepared, split.test),
		scores: scoresOf(fitted, rows),
		members: fitted.model.members.map((member) => ({ id: member.id, scores: memberScores(member, fitted, rows) })),
		normalWeight: fitted.normalWeight
	};
	return { split, fitted, tested };
}

/** What figures need of rows beside their scores. */
export function testedColumns(
	config: TrainingConfig,
	{ data, times }: Pick<PreparedData, 'data' | 'times'>,
	rows: Uint32Array
): Pick<TestedRows, 'rows' | 'labels' | 'amounts' | 'days' | 'cards'> {
	const amount = columnWithRole(config.schema, 'amount');
	const at = featureColumns(config.schema).findIndex((column) => column === amount);
	const take = (from: ArrayLike<number>) => Float64Array.from(rows, (row) => from[row]);
	return {
		rows,
		labels: Uint8Array.from(rows, (row) => data.labels[row]),
		amounts: at < 0 ? null : take(data.raw[at]),
		days: times && take(times).map((seconds) => Math.floor(seconds / secondsADay)),
		cards: config.cardColumn === null ? null : take(valuesOf(config, data, [config.cardColumn])[0])
	};
}
