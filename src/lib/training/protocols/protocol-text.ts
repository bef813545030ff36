import type { Evaluation } from '../../core/pack/evaluation';
import { secondsADay } from '../../core/time/units';

type EvaluatedBy = NonNullable<Evaluation['protocol']>;

/** A protocol as it was carried out, in sentences. */
export function protocolText({ title, optimistic, train, test, delayDays, withheldRows, knownCardRows, removeDetected }: EvaluatedBy): string {
	const parts = [`Protocol: ${title}.`];
	if (optimistic) parts.push('Rows were split at random, so the test has the days and cards of the training: optimistic.');
	if (train && test) {
		parts.push(`Trained on ${span(train)}, tested on ${span(test)}.`);
		parts.push(
			delayDays === null || delayDays === 0
				? 'No label delay.'
				: `Labels are known after ${delayDays} days: ${withheldRows} rows between training and test were not learned from.`
		);
	}
	if (knownCardRows > 0) parts.push(`${knownCardRows} rows of cards that were known to be compromised were left out of the test.`);
	if (removeDetected) parts.push('For card precision, a fraudulent card found on one day is left out of the next ones.');
	return parts.join(' ');
}

function span([from, to]: readonly [number, number]): string {
	return `${instant(from)} – ${instant(to)}`;
}

/** Dates for data with dates; seconds for those whose clock starts at their first row. */
function instant(seconds: number): string {
	if (seconds < 365 * secondsADay) return `day ${(seconds / secondsADay).toFixed(1)}`;
	return new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
}
