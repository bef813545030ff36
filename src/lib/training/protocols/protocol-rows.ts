import { ShrikeError } from '../../core/errors';
import type { Random } from '../../core/random/random';
import type { TrainingConfig } from '../config';
import { requireLearnable } from '../data/require-learnable';
import { valuesOf } from '../features/values-of';
import type { SplitRows } from '../fit-split';
import type { PreparedData } from '../prepare-data';
import { stratifiedSplit } from '../split';
import { withoutKnownCards } from './known-cards';
import type { Protocol, TimeSplit } from './protocol';
import { instantOf, rowsWithin, timeRanges } from './time-split';
import type { TimeRanges } from './time-split';

/** The rows of a protocol that learns once, and what was done to get them. */
export interface ProtocolRows extends SplitRows {
	readonly test: Uint32Array;
	/** In seconds; null for a random split. */
	readonly ranges: TimeRanges | null;
	/** Rows between training and test, whose labels would not be known in time. */
	readonly withheld: number;
	/** Rows of the test's time whose card was known to be compromised. */
	readonly knownCards: number;
}

/**
 * The rows that a protocol learns from and tests. Throws `config.invalid` for a split that these data do not allow, and
 * `data.one-class` or `data.too-few-frauds` for training rows that nothing can be learned from.
 */
export function protocolRows(config: TrainingConfig, prepared: PreparedData, protocol: Protocol, random: Random): ProtocolRows {
	const { split } = protocol;
	if (split.kind === 'folds') {
		throw new ShrikeError('config.invalid', `The protocol “${protocol.name}” needs a list of folds. Give it with --folds FILE.`);
	}
	const rows = split.kind === 'random' ? randomRows(prepared, split, random) : timeRows(config, prepared, protocol, split);
	requireLearnable({ rows: rows.train.length, labels: Uint8Array.from(rows.train, (row) => prepared.data.labels[row]) });
	requireBothClasses(rows.test, prepared.data.labels);
	return rows;
}

function requireBothClasses(test: Uint32Array, labels: Uint8Array): void {
	const frauds = test.reduce((sum, row) => sum + labels[row], 0);
	if (frauds > 0 && frauds < test.length) return;
	throw new ShrikeError(
		'data.one-class',
		`The test has ${test.length} rows, of which ${frauds} are frauds; it needs frauds and normal transactions. Give data of a longer time.`,
		{ rows: test.length, frauds }
	);
}

function randomRows({ data }: PreparedData, shares: { readonly train: number; readonly validation: number }, random: Random): ProtocolRows {
	const { train, validation, test } = stratifiedSplit(data.labels, shares, random);
	return {
		train: Uint32Array.from(train),
		validation: validation.length > 0 ? Uint32Array.from(validation) : null,
		test: Uint32Array.from(test),
		ranges: null,
		withheld: 0,
		knownCards: 0
	};
}

function timeRows(config: TrainingConfig, { data, times }: PreparedData, protocol: Protocol, split: TimeSplit): ProtocolRows {
	if (times === null) {
		throw new ShrikeError('config.invalid', `The pack ${config.name} has no time to split by. Split at random with --split random, which flatters.`);
	}
	const timed = { times, labels: data.labels };
	const ranges = timeRanges(split, timed);
	const within = rowsWithin(times, ranges.test);
	const { removeKnown } = protocol;
	const [cards] = removeKnown ? valuesOf(config, data, [removeKnown.card]) : [null];
	const test =
		removeKnown && cards
			? withoutKnownCards(within, {
					...timed,
					cards,
					known: [instantOf(removeKnown.since, timed), instantOf(removeKnown.until, timed)],
					testFrom: ranges.test[0],
					delayDays: split.delayDays
				})
			: within;
	return {
		train: rowsWithin(times, ranges.train),
		validation: null,
		test,
		ranges,
		withheld: rowsWithin(times, [ranges.train[1], ranges.test[0]]).length,
		knownCards: within.length - test.length
	};
}
