import { ShrikeError } from '../../core/errors';
import { featureColumns } from '../../core/schema/schema';
import type { Schema } from '../../core/schema/schema';
import type { Dataset } from '../dataset';
import { findFirsts } from './first-occurrences';

/** Shares of the frauds. In real data 1 in 25 repeats another (ULB: 19 of 492); copying each once makes it a half. */
const mostRepeated = 0.2;
const mostBetween = 0.2;
/** How much more often a fraud repeats than a normal row, where copies were made of one class only. */
const leastRatio = 2;
const fewestSynthetic = 10;

/**
 * Throws `data.resampled` where frauds were multiplied before the data came here: a model would be tested on copies of what
 * it learned from. Copies (oversampling): more than a fifth of the frauds repeat an earlier one in full, and they do so at
 * least twice as often as normal rows. Mixtures (SMOTE, Chawla et al. 2002): more than a fifth of the frauds have
 * fractions in a column where no normal row has any. Shrike weights rows instead, which needs no copies.
 */
export function requireNotResampled(data: Dataset, schema: Schema): void {
	const { labels } = data;
	const firsts = findFirsts(data);
	const counts = [0, 0];
	const repeated = [0, 0];
	labels.forEach((label, row) => {
		counts[label]++;
		if (firsts[row] !== row) repeated[label]++;
	});
	const [ofNormals, ofFrauds] = counts.map((count, label) => repeated[label] / Math.max(1, count));
	if (repeated[1] >= fewestSynthetic && ofFrauds > mostRepeated && ofFrauds > leastRatio * ofNormals) {
		throw resampled(`${repeated[1]} of the ${counts[1]} frauds repeat another one in every column`, { repeated: repeated[1] });
	}
	featureColumns(schema).forEach(({ name }, index) => {
		if (data.dictionaries?.[index]) return;
		for (const parts of [1, 100]) {
			const between = fractionsOfFrauds(data.raw[index], labels, parts);
			if (between >= fewestSynthetic && between > mostBetween * counts[1]) {
				const what = parts === 1 ? 'fractions' : 'fractions of a hundredth';
				throw resampled(`${between} of the ${counts[1]} frauds have ${what} in ${name}, where no normal row has any`, { column: name });
			}
			if (between >= 0) return;
		}
	});
}

/** How many frauds are no multiple of `1 / parts`; -1 where a normal row is none either. */
function fractionsOfFrauds(values: Float64Array, labels: Uint8Array, parts: number): number {
	let frauds = 0;
	for (let row = 0; row < values.length; row++) {
		const scaled = values[row] * parts;
		// Written decimals such as 0.29 are a little beside their multiple.
		if (Math.abs(scaled - Math.round(scaled)) <= 1e-6 * Math.max(1, Math.abs(scaled)) || Number.isNaN(scaled)) continue;
		if (labels[row] === 0) return -1;
		frauds++;
	}
	return frauds;
}

function resampled(what: string, detail: { readonly [key: string]: string | number }): ShrikeError {
	return new ShrikeError(
		'data.resampled',
		`The data seem to be resampled: ${what}. A split would put copies of training rows into the test and every figure would be ` +
			'too good. Give the data as they were before; Shrike weights frauds and normal rows by itself.',
		detail
	);
}
