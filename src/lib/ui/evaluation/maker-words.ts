import { figureNames, type EvaluationFigures } from '../../core/metrics/figure-names';
import type { EvaluatedSet, Evaluation, Figure } from '../../core/pack/evaluation';
import { formatCount, formatDateTime, formatNumber, formatPercent, formatProbability, type Locale } from '../format';

const secondsAYear = 365 * 86_400;

/** Figures of a pack's file as tables show them. Older packs write the operating point behind a name: `recallAtFpr0.01`. */
export function packFigures(figures: EvaluatedSet['figures']): EvaluationFigures {
	const named = new Map<string, Figure>(Object.entries(figures).map(([name, figure]) => [name.replace(/(?<=[a-z])0\.\d+$/i, ''), figure]));
	const shown = figureNames.map((name) => {
		const figure = named.get(name);
		return [name, figure ? { value: figure.value, low: figure.interval?.[0] ?? null, high: figure.interval?.[1] ?? null } : null] as const;
	});
	return Object.fromEntries(shown) as EvaluationFigures;
}

/** A split at random, which every pack without a protocol has too, tests on the days that it learned from. */
export function isOptimistic({ protocol }: Evaluation): boolean {
	return protocol?.optimistic ?? true;
}

/** How a pack was measured, as a list for people. */
export function protocolEntries(evaluation: Evaluation, locale?: Locale): { readonly key: string; readonly value: string; readonly note?: string }[] {
	const { protocol, sets, threshold, prior, bootstrap } = evaluation;
	const entries: { key: string; value: string; note?: string }[] = [{ key: 'Protocol', value: protocol?.title ?? 'rows split at random' }];
	const rowsOf = (name: EvaluatedSet['name'], when: readonly [number, number] | null | undefined): void => {
		const set = sets.find((one) => one.name === name);
		if (!set) return;
		const weight = set.normalWeight === 1 ? '' : `; a normal row stands for ${formatNumber(set.normalWeight, locale, 4)}`;
		entries.push({
			key: { train: 'Learned from', validation: 'Validated on', test: 'Tested on' }[name],
			value: `${formatCount(set.rows, locale)} rows, ${formatCount(set.frauds, locale)} frauds${weight}`,
			...(when ? { note: `${instant(when[0], locale)} – ${instant(when[1], locale)}` } : {})
		});
	};
	rowsOf('train', protocol?.train);
	rowsOf('validation', null);
	rowsOf('test', protocol?.test);
	if (protocol?.delayDays) {
		entries.push({
			key: 'Label delay',
			value: `${formatCount(protocol.delayDays, locale)} days`,
			note: `${formatCount(protocol.withheldRows, locale)} rows between training and test were not learned from`
		});
	}
	if (protocol && protocol.knownCardRows > 0) {
		entries.push({ key: 'Known cards', value: `${formatCount(protocol.knownCardRows, locale)} rows of cards known to be compromised are out of the test` });
	}
	entries.push({ key: 'Threshold', value: formatProbability(threshold, locale) });
	if (protocol) {
		entries.push({
			key: 'Daily figures',
			value: `${formatCount(protocol.k, locale)} alerts a day${protocol.removeDetected ? '; a card found is out of the days after' : ''}`
		});
		entries.push({ key: 'Cost of a review', value: formatNumber(protocol.reviewCost, locale) });
	}
	entries.push({ key: 'Share of frauds', value: formatPercent(prior, locale, 3), note: 'for which the scores are probabilities' });
	entries.push({ key: 'Intervals', value: `${formatPercent(bootstrap.level, locale, 0)}, from ${formatCount(bootstrap.draws, locale)} stratified resamples` });
	return entries;
}

/** Dates for data with dates; days for those whose clock starts at their first row. */
function instant(seconds: number, locale?: Locale): string {
	return Math.abs(seconds) < secondsAYear ? `day ${formatNumber(seconds / 86_400, locale, 3)}` : formatDateTime(seconds * 1000, locale, 'UTC');
}
