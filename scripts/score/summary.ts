import type { Confusion } from '../../src/lib/core/metrics/confusion';
import type { Interval } from '../../src/lib/core/metrics/interval';
import type { RunCounts } from '../../src/lib/core/run/types';
import type { Quality } from './quality';
import { unseenPhrase } from './unseen-texts';
import type { UnseenTexts } from './unseen-texts';

/** What a run of the command came to. */
export interface ScoreSummary {
	readonly file: string;
	readonly pack: { readonly name: string; readonly version: string; readonly sha256: string };
	readonly backend: string;
	readonly certificate: string;
	readonly threshold: number;
	/** The flagged amount is null where the schema has no amount column. */
	readonly counts: Omit<RunCounts, 'flaggedAmount'> & { readonly flaggedAmount: number | null };
	/** Unit of the flagged amount; null where the schema names none. */
	readonly amountUnit: string | null;
	readonly seconds: number;
	readonly rowsPerSecond: number;
	/** Null where the file has no labels. */
	readonly labelled: (Confusion & Quality) | null;
	readonly unseen: readonly UnseenTexts[];
	/** The first few rejects, as sentences. */
	readonly rejects: readonly string[];
}

/**
 * The summary as one line of JSON. Amounts have two decimals, seconds three, rows a second none: sums of cents in binary
 * fractions end in digits that mean nothing. A figure over nothing (NaN) is null.
 */
export function summaryJson(summary: ScoreSummary): string {
	const { counts, seconds, rowsPerSecond } = summary;
	const { flaggedAmount } = counts;
	return JSON.stringify({
		...summary,
		counts: { ...counts, flaggedAmount: flaggedAmount === null ? null : Number(flaggedAmount.toFixed(2)) },
		seconds: Number(seconds.toFixed(3)),
		rowsPerSecond: Math.round(rowsPerSecond)
	});
}

/** The summary for a person, one line an item. */
export function summaryLines(summary: ScoreSummary): string[] {
	const { counts, pack, labelled } = summary;
	const lines = [
		`${summary.file}: ${whole(counts.rows)} rows, ${whole(counts.scored)} scored, ${whole(counts.rejected)} rejected`,
		`flagged   ${whole(counts.flagged)} (${percent(counts.flagged, counts.scored)}) at ${summary.threshold} and above${amount(summary)}`,
		`time      ${summary.seconds.toFixed(2)} s, ${whole(Math.round(summary.rowsPerSecond))} rows/s on ${summary.backend} ` +
			`(certificate ${summary.certificate})`,
		`model     ${pack.name} ${pack.version}, SHA-256 ${pack.sha256.slice(0, 12)}…`
	];
	if (counts.profiles) {
		const { withoutHistory, late, repeated } = counts.profiles;
		const more = [...(late > 0 ? [`${whole(late)} late`] : []), ...(repeated > 0 ? [`${whole(repeated)} repeated`] : [])];
		lines.push(`history   ${whole(withoutHistory)} rows without (${percent(withoutHistory, counts.scored)})${more.map((part) => `, ${part}`).join('')}`);
	}
	lines.push(...summary.unseen.map((unseen) => `unseen    ${unseenPhrase(unseen)}`));
	if (counts.badLabels) lines.push(`labels    ${whole(counts.badLabels)} rows have one that is neither 0 nor 1`);
	if (labelled) {
		const { tp, fp, fn, tn } = labelled;
		lines.push(
			`labelled  ${whole(counts.labelled)} rows, ${whole(counts.frauds)} frauds: tp ${whole(tp)}, fp ${whole(fp)}, fn ${whole(fn)}, tn ${whole(tn)}`,
			`quality   precision ${figure(labelled.precision)}, recall ${figure(labelled.recall)}, F1 ${figure(labelled.f1)} (95 % intervals)`,
			`ranking   ROC-AUC ${figure(labelled.rocAuc)}, average precision ${figure(labelled.averagePrecision)} (95 % intervals)`
		);
	}
	lines.push(...summary.rejects.map((text) => `rejected  ${text}`));
	const more = counts.rejected + (counts.badLabels ?? 0) - summary.rejects.length;
	if (more > 0) lines.push(`rejected  … and ${whole(more)} more, each in the error column`);
	return lines;
}

const whole = (x: number): string => x.toLocaleString('en');
const percent = (part: number, of: number): string => (of === 0 ? '–' : `${((100 * part) / of).toPrecision(3)} %`);

function amount({ counts: { flaggedAmount }, amountUnit }: ScoreSummary): string {
	if (flaggedAmount === null) return '';
	const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
	return `, amount ${flaggedAmount.toLocaleString('en', digits)}${amountUnit === null ? '' : ` ${amountUnit}`}`;
}

function figure(of: Interval | null): string {
	if (of === null || Number.isNaN(of.estimate)) return '–';
	return `${share(of.estimate)} [${share(of.low)}, ${share(of.high)}]`;
}

/** Four decimals, and as many as it takes for what is below 1 not to look like 1. */
function share(x: number): string {
	let digits = 4;
	while (x < 1 && digits < 12 && Number(x.toFixed(digits)) === 1) digits++;
	return x.toFixed(digits);
}
