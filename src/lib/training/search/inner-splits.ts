import { ShrikeError } from '../../core/errors';
import { seededRandom } from '../../core/random/random';
import { requireLearnable } from '../data/require-learnable';
import { valuesOf } from '../features/values-of';
import type { TrainingConfig } from '../config';
import { rowsOfFold, stratifiedFolds } from '../hybrid/folds';
import { withoutKnownCards } from '../protocols/known-cards';
import { rowsWithin } from '../protocols/time-split';
import { stratifiedSplit } from '../split';
import { innerRanges } from './training-span';
import type { InnerTimeSplit, TimeSpan, TrainingSpan } from './training-span';

/** How a training span is split into rows that a trial learns from and rows that it is judged on. */
export interface InnerSplit extends InnerTimeSplit {
	/** For packs that are split at random: folds that are judged in turn. */
	readonly folds: number;
}

/** Indices of rows of the training span, ascending. */
export interface InnerRows {
	readonly train: Uint32Array;
	/** Rows that end fits, where the protocol has such; null else. */
	readonly validation: Uint32Array | null;
	/** Rows that the trial is judged on. */
	readonly held: Uint32Array;
}

/**
 * One split by time, or stratified folds of a span that was drawn at random. Throws `config.invalid` for a time too short, and
 * `data.one-class` or `data.too-few-frauds` where nothing can be learned or judged.
 */
export function innerSplits(config: TrainingConfig, span: TrainingSpan, inner: InnerSplit, seed: number): InnerRows[] {
	const { split, times } = span;
	const splits = split.kind === 'time' && times ? [timeSplit(config, { ...span, times, split }, inner)] : foldSplits(span, inner, seed);
	for (const { train, held } of splits) {
		requireFrauds(span, train, 'learn from');
		requireFrauds(span, held, 'are judged on');
	}
	return splits;
}

function requireFrauds({ data }: TrainingSpan, rows: Uint32Array, what: string): void {
	try {
		requireLearnable({ rows: rows.length, labels: Uint8Array.from(rows, (row) => data.labels[row]) });
	} catch (thrown) {
		if (!(thrown instanceof ShrikeError)) throw thrown;
		const message = `Among the rows that trials ${what}: ${thrown.message} Or split the training span otherwise, by search.inner.`;
		throw new ShrikeError(thrown.code, message, thrown.detail, { cause: thrown });
	}
}

function foldSplits({ data, split }: TrainingSpan, { folds }: InnerSplit, seed: number): InnerRows[] {
	const random = seededRandom(seed);
	const foldOf = stratifiedFolds(data.labels, folds, random);
	const share = split.kind === 'random' ? split.validationShare : 0;
	return Array.from({ length: folds }, (_, fold) => {
		const { held, others } = rowsOfFold(foldOf, fold);
		if (share === 0) return { train: others, validation: null, held };
		const labels = Uint8Array.from(others, (row) => data.labels[row]);
		const parts = stratifiedSplit(labels, { train: 1 - share, validation: share }, random);
		const rowsAt = (places: readonly number[]) => Uint32Array.from(places, (place) => others[place]);
		return { train: rowsAt(parts.train), validation: rowsAt(parts.validation), held };
	});
}

function timeSplit(config: TrainingConfig, span: TrainingSpan & { readonly times: Float64Array; readonly split: TimeSpan }, inner: InnerSplit): InnerRows {
	const { data, times, split } = span;
	const ranges = innerRanges(split, times[0], inner);
	const train = rowsWithin(times, ranges.train);
	const within = rowsWithin(times, ranges.held);
	const delayDays = inner.delayDays ?? split.delayDays;
	if (train.length === 0 || within.length === 0) {
		throw new ShrikeError(
			'config.invalid',
			`search.inner: with ${inner.heldShare} of the training's time judged and labels known after ${delayDays} days, nothing is left to learn from. ` +
				'Lower heldShare or delayDays, or train on a longer time.'
		);
	}
	if (split.removeKnown === null) return { train, validation: null, held: within };
	const [cards] = valuesOf(config, data, [split.removeKnown]);
	const known = { times, labels: data.labels, cards, known: ranges.train, testFrom: ranges.held[0], delayDays };
	return { train, validation: null, held: withoutKnownCards(within, known) };
}
