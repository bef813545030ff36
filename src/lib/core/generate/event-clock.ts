import type { Random } from '../random/random';
import type { ReferenceHours } from '../sketch/hours';
import { nextOrderStatistic } from './order-statistic';

const hour = 3600;
const day = 24 * hour;

export interface ClockParts {
	/** The first and the last date, in seconds since 1970. */
	readonly first: number;
	readonly last: number;
	readonly hours: ReferenceHours;
}

export interface TimedRow {
	/** Whole seconds since 1970. */
	readonly time: number;
	readonly label: 0 | 1;
}

interface Stream {
	/** Share of a day's rows before each hour, and 1. */
	readonly cumulative: readonly number[];
	left: number;
	progress: number;
	time: number;
}

/**
 * Ascending times for rows of both classes, each class with its own hours of the day: two streams of sorted times, merged.
 * All days, the first and the last one too, are alike and whole.
 */
export class EventClock {
	private readonly firstDay: number;
	private readonly days: number;
	private readonly streams: readonly [Stream, Stream];

	/** @param rows of normal transactions, and of frauds */
	constructor(
		{ first, last, hours }: ClockParts,
		rows: readonly [number, number],
		private readonly random: Random
	) {
		this.firstDay = Math.floor(first / day);
		this.days = Math.floor(last / day) - this.firstDay + 1;
		const even = new Array<number>(24).fill(1 / 24);
		const [normal, fraud] = [hours.normal ?? hours.fraud ?? even, hours.fraud ?? hours.normal ?? even];
		this.streams = [this.stream(normal, rows[0]), this.stream(fraud, rows[1])];
	}

	/** The next row. May be called as often as there are rows. */
	next(): TimedRow {
		const [normal, fraud] = this.streams;
		const label = fraud.time < normal.time ? 1 : 0;
		const stream = this.streams[label];
		const { time } = stream;
		this.advance(stream);
		return { time, label };
	}

	private stream(shares: readonly number[], rows: number): Stream {
		const total = shares.reduce((sum, share) => sum + share, 0);
		let sum = 0;
		const stream = { cumulative: [0, ...shares.map((share) => (sum += share) / total)], left: rows, progress: 0, time: 0 };
		this.advance(stream);
		return stream;
	}

	private advance(stream: Stream): void {
		if (stream.left === 0) {
			stream.time = Infinity;
			return;
		}
		stream.progress = nextOrderStatistic(stream.progress, stream.left--, this.random);
		const days = Math.min(stream.progress, 1 - 2 ** -40) * this.days;
		stream.time = (this.firstDay + Math.floor(days)) * day + Math.floor(secondsOfDay(stream.cumulative, days % 1));
	}
}

/** By when a share of a day's rows have come, by straight lines between the hours. */
function secondsOfDay(cumulative: readonly number[], share: number): number {
	let at = 0;
	while (at < 23 && cumulative[at + 1] <= share) at++;
	const width = cumulative[at + 1] - cumulative[at];
	const within = width > 0 ? Math.min((share - cumulative[at]) / width, 1 - 1e-9) : 0;
	return (at + within) * hour;
}
