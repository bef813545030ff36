import { ShrikeError } from '../../core/errors';
import { secondsADay } from '../../core/time/units';
import type { TimePoint, TimeSplit } from './protocol';

/** Rows in the order of time. */
export interface TimedRows {
	/** Seconds, ascending. */
	readonly times: Float64Array;
	readonly labels: Uint8Array;
}

export interface TimeRanges {
	/** Seconds; ends are not included. */
	readonly train: readonly [number, number];
	readonly test: readonly [number, number];
}

/** The instants that a split means for these rows. Throws `config.invalid` for one that tests before it has learned. */
export function timeRanges(split: TimeSplit, rows: TimedRows): TimeRanges {
	const { times } = rows;
	const end = times[times.length - 1] + 1;
	const test: TimeRanges['test'] = [instantOf(split.testFrom, rows), split.testTo === null ? end : instantOf(split.testTo, rows)];
	const known = test[0] - split.delayDays * secondsADay;
	const trainTo = split.trainTo === null ? known : instantOf(split.trainTo, rows);
	const train: TimeRanges['train'] = [split.trainFrom === null ? times[0] : instantOf(split.trainFrom, rows), trainTo];
	if (trainTo > known) {
		throw new ShrikeError(
			'config.invalid',
			`The split learns from rows until ${shown(trainTo)}, but with labels known after ${split.delayDays} days and a test from ${shown(test[0])} on ` +
				`only those before ${shown(known)} can be learned from. End the training earlier, or test later.`
		);
	}
	const hasRows = (range: readonly [number, number]) => rowsWithin(times, range).length > 0;
	if (!(hasRows(train) && hasRows(test))) {
		throw new ShrikeError(
			'config.invalid',
			`The split leaves nothing to learn from or nothing to test: training from ${shown(train[0])} to ${shown(train[1])}, test from ` +
				`${shown(test[0])} to ${shown(test[1])}, and the data reach from ${shown(times[0])} to ${shown(end - 1)}. ` +
				'Give data of a longer time, or split at random with --split random, which flatters.'
		);
	}
	return { train, test };
}

/** Indices of the rows within a range of time, ascending. */
export function rowsWithin(times: Float64Array, [from, to]: readonly [number, number]): Uint32Array {
	const [first, end] = [firstAtLeast(times, from), firstAtLeast(times, to)];
	return Uint32Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
}

/** Seconds of a point of time. Throws `config.invalid` for a date that is none. */
export function instantOf(point: TimePoint, { times, labels }: TimedRows): number {
	if ('date' in point) {
		const seconds = Date.parse(point.date) / 1000;
		if (Number.isNaN(seconds)) throw new ShrikeError('config.invalid', `“${point.date}” is no date. Write it as 2018-08-01.`);
		return seconds;
	}
	const last = times[times.length - 1];
	if ('spanShare' in point) return times[0] + point.spanShare * (last - times[0]);
	let frauds = 0;
	for (const label of labels) frauds += label;
	let before = Math.floor(point.fraudShare * frauds);
	for (let row = 0; row < times.length; row++) if (labels[row] === 1 && before-- === 0) return times[row];
	return last;
}

/** The first index whose time is at least this; the number of rows where there is none. */
function firstAtLeast(times: Float64Array, time: number): number {
	let [low, high] = [0, times.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (times[middle] < time) low = middle + 1;
		else high = middle;
	}
	return low;
}

function shown(seconds: number): string {
	return Math.abs(seconds) < 1e12 ? new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ') : String(seconds);
}
