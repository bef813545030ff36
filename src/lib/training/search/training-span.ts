import { seededRandom } from '../../core/random/random';
import { secondsADay } from '../../core/time/units';
import type { TrainingConfig } from '../config';
import { selectRows } from '../dataset';
import type { PreparedData } from '../prepare-data';
import { protocolRows } from '../protocols/protocol-rows';
import type { Protocol } from '../protocols/protocol';

/** What a search may know of the data: the rows that a protocol learns from, those before them in time, and no row of the test. */
export interface TrainingSpan extends Pick<PreparedData, 'data' | 'times'> {
	readonly split: RandomSpan | TimeSpan;
}

export interface RandomSpan {
	readonly kind: 'random';
	/** Share of the rows that the protocol holds back to end fits; 0 for none. */
	readonly validationShare: number;
}

export interface TimeSpan {
	readonly kind: 'time';
	/** When the protocol learns, in seconds; the end is not included, and no row is from then on. */
	readonly train: readonly [number, number];
	/** Whether that begins at a time of its own, so that an earlier training is to be as long. */
	readonly isWindow: boolean;
	readonly delayDays: number;
	/** Column or feature that names the card, where the protocol leaves known cards out of the test. */
	readonly removeKnown: string | null;
}

/**
 * The rows of a protocol that a search may judge its trials on. Of a split at random these are the rows that training with the
 * same seed learns from and holds back; of a split by time, all rows before the end of its training.
 * Throws what `protocolRows` throws.
 */
export function trainingSpan(config: TrainingConfig, prepared: PreparedData, protocol: Protocol, seed: number): TrainingSpan {
	const { train, validation, ranges } = protocolRows(config, prepared, protocol, seededRandom(seed));
	const { data, times } = prepared;
	if (times && ranges && protocol.split.kind === 'time') {
		const kept = Uint32Array.from(times.keys()).filter((row) => times[row] < ranges.train[1]);
		return {
			data: selectRows(data, kept),
			times: times.slice(0, kept.length),
			split: {
				kind: 'time',
				train: ranges.train,
				isWindow: protocol.split.trainFrom !== null,
				delayDays: protocol.split.delayDays,
				removeKnown: protocol.removeKnown?.card ?? null
			}
		};
	}
	const kept = Uint32Array.from([...train, ...(validation ?? [])]).sort();
	return {
		data: selectRows(data, kept),
		times: times && Float64Array.from(kept, (row) => times[row]),
		split: { kind: 'random', validationShare: (validation?.length ?? 0) / kept.length }
	};
}

/** Seconds of the judged rows and of those learned from within a training span; ends are not included. */
export interface InnerRanges {
	readonly train: readonly [number, number];
	readonly held: readonly [number, number];
}

/**
 * The training span split once more: its last `heldShare` is judged, and learned from are the rows before it whose labels
 * would be known by then, from as far back as the protocol does.
 */
export function innerRanges({ train: [from, to], isWindow, delayDays }: TimeSpan, first: number, inner: InnerTimeSplit): InnerRanges {
	const start = to - inner.heldShare * (to - from);
	const known = start - (inner.delayDays ?? delayDays) * secondsADay;
	return { train: [isWindow ? Math.max(first, known - (to - from)) : from, known], held: [start, to] };
}

export interface InnerTimeSplit {
	/** Share of the training's time that is judged, (0, 1]. */
	readonly heldShare: number;
	/** The protocol's where null. */
	readonly delayDays: number | null;
}
