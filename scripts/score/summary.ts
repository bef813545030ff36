import type { Confusion } from '../../src/lib/core/metrics/confusion';
import type { BatchMetrics, RunCounts } from '../../src/lib/core/run/types';

/** What a run of the command came to. */
export interface ScoreSummary {
	readonly file: string;
	readonly pack: { readonly name: string; readonly version: string; readonly sha256: string };
	readonly backend: string;
	readonly certificate: string;
	readonly threshold: number;
	readonly counts: RunCounts;
	readonly seconds: number;
	readonly rowsPerSecond: number;
	/** Null where the file has no labels. */
	readonly labelled:
		| (Confusion & Pick<BatchMetrics, 'precision' | 'recall' | 'f1_score'> & { readonly rocAuc: number | null; readonly averagePrecision: number | null })
		| null;
	/** The first few rejects, as sentences. */
	readonly rejects: readonly string[];
}

/** The summary for a person, one line an item. */
export function summaryLines(summary: ScoreSummary): string[] {
	const { counts, pack, labelled } = summary;
	const lines = [
		`${summary.file}: ${whole(counts.rows)} rows, ${whole(counts.scored)} scored, ${whole(counts.rejected)} rejected`,
		`flagged   ${whole(counts.flagged)} (${percent(counts.flagged, counts.scored)}) at ${summary.threshold} and above, ` +
			`amount ${counts.flaggedAmount.toFixed(2)}`,
		`time      ${summary.seconds.toFixed(2)} s, ${whole(Math.round(summary.rowsPerSecond))} rows/s on ${summary.backend} ` +
			`(certificate ${summary.certificate})`,
		`model     ${pack.name} ${pack.version}, SHA-256 ${pack.sha256.slice(0, 12)}…`
	];
	if (counts.badLabels) lines.push(`labels    ${whole(counts.badLabels)} rows have one that is neither 0 nor 1`);
	if (labelled) {
		const { tp, fp, fn, tn } = labelled;
		lines.push(
			`labelled  ${whole(counts.labelled)} rows, ${whole(counts.frauds)} frauds: tp ${whole(tp)}, fp ${whole(fp)}, fn ${whole(fn)}, tn ${whole(tn)}`,
			`quality   precision ${figure(labelled.precision)}, recall ${figure(labelled.recall)}, F1 ${figure(labelled.f1_score)}, ` +
				`ROC-AUC ${figure(labelled.rocAuc)}, average precision ${figure(labelled.averagePrecision)}`
		);
	}
	lines.push(...summary.rejects.map((text) => `rejected  ${text}`));
	const more = counts.rejected + (counts.badLabels ?? 0) - summary.rejects.length;
	if (more > 0) lines.push(`rejected  … and ${whole(more)} more, each in the error column`);
	return lines;
}

const whole = (x: number): string => x.toLocaleString('en');
const percent = (part: number, of: number): string => (of === 0 ? '–' : `${((100 * part) / of).toPrecision(3)} %`);
const figure = (x: number | null): string => (x === null ? '–' : x.toFixed(4));
