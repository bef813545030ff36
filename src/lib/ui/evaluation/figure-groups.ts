import type { FigureName } from '../../core/metrics/figure-names';
import { formatNumber, formatPercent, formatProbability, type Locale } from '../format';

interface FigureRow {
	readonly name: FigureName;
	/** What it says, for those who do not live with it. */
	readonly hint: string;
	readonly format: (value: number, locale?: Locale) => string;
}

export interface FigureGroup {
	readonly title: string;
	readonly rows: readonly FigureRow[];
}

const plain = (value: number, locale?: Locale) => formatNumber(value, locale, 4);
const share = (value: number, locale?: Locale) => formatPercent(value, locale, 1);
const row = (name: FigureName, hint: string, format: FigureRow['format'] = formatProbability): FigureRow => ({ name, hint, format });

/** The figures of an evaluation as a person looks for them: does it rank, does the threshold pay, are the scores true. */
export const figureGroups: readonly FigureGroup[] = [
	{
		title: 'Ranking, at any threshold',
		rows: [
			row('averagePrecision', 'Precision averaged over recall; the share of frauds is what chance gives'),
			row('rocAuc', 'How often a fraud outranks a normal row'),
			row('recallAtPrecision', 'Greatest recall with a precision of at least 0.8889'),
			row('precisionAtRecall', 'Greatest precision with a recall of at least 0.7347'),
			row('recallAtFpr', 'Greatest recall with at most 1 % of the normal rows flagged'),
			row('ks', 'Greatest distance between the two classes’ distributions')
		]
	},
	{
		title: 'At the threshold',
		rows: [
			row('precision', 'Share of the flagged rows that are frauds'),
			row('recall', 'Share of the frauds that are flagged'),
			row('f1', 'Harmonic mean of the two'),
			row('fpr', 'Share of the normal rows that are flagged'),
			row('investigationsPerFraud', 'Flagged rows for each fraud among them', plain)
		]
	},
	{
		title: 'Money, at the threshold',
		rows: [
			row('expectedCost', 'Reviews and missed frauds, in the unit of the amounts', plain),
			row('savings', 'Share saved of the better of reviewing nothing and reviewing all', share)
		]
	},
	{
		title: 'Alerts a day',
		rows: [
			row('precisionAtK', 'Share of frauds among the day’s highest rows, mean over days'),
			row('cardPrecisionAtK', 'Share of cards with a fraud among the day’s highest cards, mean over days')
		]
	},
	{
		title: 'Scores as probabilities',
		rows: [
			row('brierScore', 'Mean squared distance from the truth'),
			row('expectedCalibrationError', 'Mean distance between score and share of frauds, in ten bins'),
			row('meanScore', 'Should be near the share of frauds'),
			row('prevalence', 'Among the labelled rows, weighted')
		]
	}
];
