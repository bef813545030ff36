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

	/** All of them, in the order in which they came. */
	columns(): { readonly margins: Float32Array; readonly labels: Uint8Array } {
		const rows = this.labels.reduce((sum, labels) => sum + labels.length, 0);
		const margins = new Float32Array(rows);
		const labels = new Uint8Array(rows);
		let at = 0;
		for (let i = 0; i < this.labels.length; i++) {
			margins.set(this.margins[i], at);
			labels.set(this.labels[i], at);
			at += this.labels[i].length;
		}
		return { margins, labels };
	}
}
