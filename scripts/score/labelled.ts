import { averagePrecision } from '../../src/lib/core/metrics/precision-recall';
import { rank } from '../../src/lib/core/metrics/ranking';
import { rocAuc } from '../../src/lib/core/metrics/roc';
import type { ScoredBlock } from '../../src/lib/core/run/types';

/** Margins and labels of the labelled rows of a run, five bytes a row. */
export class LabelledRows {
	private readonly margins: Float32Array[] = [];
	private readonly labels: Uint8Array[] = [];

	add({ margin, label, decision }: ScoredBlock): void {
		const counts = (i: number) => label[i] !== 255 && decision[i] !== 255;
		const labels = label.filter((_, i) => counts(i));
		if (labels.length === 0) return;
		this.labels.push(labels);
		this.margins.push(margin.filter((_, i) => counts(i)));
	}

	/** Null where only one of the labels occurs. */
	figures(): { readonly rocAuc: number | null; readonly averagePrecision: number | null } {
		const rows = this.labels.reduce((sum, labels) => sum + labels.length, 0);
		const margins = new Float32Array(rows);
		const labels = new Uint8Array(rows);
		let at = 0;
		for (let i = 0; i < this.labels.length; i++) {
			margins.set(this.margins[i], at);
			labels.set(this.labels[i], at);
			at += this.labels[i].length;
		}
		if (!labels.includes(0) || !labels.includes(1)) return { rocAuc: null, averagePrecision: null };
		const ranking = rank(margins, labels);
		return { rocAuc: rocAuc(ranking), averagePrecision: averagePrecision(ranking) };
	}
}
