import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random/random';
import type { TrainingConfig } from '../config';
import type { Dataset } from '../dataset';
import { ulbCreditcard } from '../packs/ulb-creditcard';
import type { PreparedData } from '../prepare-data';
import { protocolRows } from '../protocols/protocol-rows';
import type { Protocol } from '../protocols/protocol';
import { innerSplits } from './inner-splits';
import { runTrial } from './run-trial';
import { searchData } from './search-data';
import { trainingSpan } from './training-span';
import { withParameters } from './with-parameters';

const day = 86_400;
const inner = { folds: 3, heldShare: 0.25, delayDays: null };
const options = { seed: 5, removeDetected: false };

/** Trees and a regression: enough of a model, and quick. */
const random: TrainingConfig = withParameters(
	{ ...ulbCreditcard, members: ulbCreditcard.members.filter(({ id }) => id === 'gbdt' || id === 'logistic') },
	{ 'gbdt.boosting.rounds': 12, 'combiner.folds': 2 }
);
const byTime: Protocol = {
	...ulbCreditcard.protocols[0],
	split: { kind: 'time', trainFrom: null, trainTo: null, delayDays: 2, testFrom: { spanShare: 0.75 }, testTo: null }
};
const timed: TrainingConfig = { ...random, time: 'Time', protocols: [byTime] };

/** 40 days of rows of the ULB form: noise, but for frauds in V4. */
function prepared(rows = 1200): PreparedData {
	const draw = seededRandom(2);
	const labels = Uint8Array.from({ length: rows }, (_, row) => (row % 6 === 0 ? 1 : 0));
	const raw = Array.from({ length: 30 }, (_, column) =>
		Float64Array.from({ length: rows }, (_, row) => (column === 0 ? 20_000 + (40 * day * row) / rows : draw.normal() + (labels[row] && column === 4 ? 2 : 0)))
	);
	raw[29] = raw[29].map((value) => Math.exp(value));
	const data: Dataset = { rows, raw, labels };
	return { data, times: raw[0], counts: { given: rows, duplicates: 0, leftOut: 0, backwards: 0 } };
}

const trial = async (config: TrainingConfig, given: PreparedData, rows: number | null = null) => {
	const span = trainingSpan(config, given, config.protocols[0], options.seed);
	const data = searchData(config, span, innerSplits(config, span, inner, options.seed), options.seed);
	return { span, data, metrics: await runTrial(config, data, { ...options, rows }, () => undefined) };
};

describe.each([
	['at random', random],
	['by time', timed]
])('a trial on data split %s', (_, config) => {
	it('never sees the test: other values in its rows change nothing', async () => {
		const given = prepared();
		const { test } = protocolRows(config, given, config.protocols[0], seededRandom(options.seed));
		const { span, metrics } = await trial(config, given);
		const tested = new Set(Array.from(test, (row) => given.data.raw[5][row]));
		expect(span.data.raw[5].some((value) => tested.has(value))).toBe(false);
		expect(span.data.rows).toBeLessThanOrEqual(given.data.rows - test.length);

		const spoilt = prepared();
		for (const row of test) {
			spoilt.data.raw.forEach((column, c) => c > 0 && (column[row] = NaN));
			// The class of a row decides where a stratified split puts it, so only a split by time can do with another.
			if (config === timed) spoilt.data.labels[row] = 1 - spoilt.data.labels[row];
		}
		expect((await trial(config, spoilt)).metrics).toEqual(metrics);
	}, 20_000);

	it('learns, the same for a seed, and worse from fewer rows', async () => {
		const { metrics } = await trial(config, prepared());
		expect((await trial(config, prepared())).metrics).toEqual(metrics);
		expect(metrics.rocAuc).toBeGreaterThan(0.85);
		expect(metrics.averagePrecision).toBeLessThan(1);
		expect(metrics.logLoss).toBeGreaterThan(0);
		const few = await trial(config, prepared(), 60);
		expect(few.metrics.logLoss).toBeGreaterThan(metrics.logLoss);
	}, 20_000);
});

it('judges each row of a random span once, and learns from none that it judges', () => {
	const given = prepared();
	const span = trainingSpan(random, given, random.protocols[0], 1);
	const splits = innerSplits(random, span, inner, 1);
	const held = splits.flatMap((split) => [...split.held]).sort((a, b) => a - b);
	expect(held).toEqual([...span.data.labels.keys()]);
	for (const { train, validation, held: judged } of splits) {
		const all = [...train, ...(validation ?? []), ...judged].sort((a, b) => a - b);
		expect(all).toEqual([...span.data.labels.keys()]);
		expect(validation?.length).toBeCloseTo((train.length + (validation?.length ?? 0)) / 4, -1);
	}
});

it('judges the end of a time span, after the delay of labels', () => {
	const span = trainingSpan(timed, prepared(), byTime, 1);
	const [{ train, held }] = innerSplits(timed, span, inner, 1);
	const times = span.times ?? new Float64Array();
	const known = times[held[0]] - times[train[train.length - 1]];
	expect(known).toBeGreaterThan(2 * day);
	expect(known).toBeLessThan(2.2 * day);
	expect(held[held.length - 1]).toBe(span.data.rows - 1);
	// Training ends at .75 of 40 days less the delay; a quarter of those 28 days is judged.
	expect((times[times.length - 1] - times[held[0]]) / day).toBeCloseTo(7, 0);
});

it('moves a window of a fixed length back as a whole', () => {
	const window: Protocol = { ...byTime, split: { ...byTime.split, kind: 'time', trainFrom: { spanShare: 0.6 }, delayDays: 2, trainTo: null, testFrom: { spanShare: 0.75 }, testTo: null } };
	const span = trainingSpan(timed, prepared(), window, 1);
	const [{ train, held }] = innerSplits(timed, span, { ...inner, heldShare: 1 }, 1);
	const times = span.times ?? new Float64Array();
	const days = (rows: Uint32Array) => [times[rows[0]], times[rows[rows.length - 1]]].map((at) => (at - 20_000) / day);
	expect(days(held)[0]).toBeCloseTo(24, 0);
	expect(days(held)[1]).toBeCloseTo(28, 0);
	expect(days(train)[0]).toBeCloseTo(18, 0);
	expect(days(train)[1]).toBeCloseTo(22, 0);
	expect(() => innerSplits(timed, span, { ...inner, heldShare: 1, delayDays: 30 }, 1)).toThrow(expect.objectContaining({ code: 'config.invalid' }));
});
