import type { ReferenceColumn } from '../../core/sketch/reference';

/** Standardised values come rounded: this share of a standard deviation outside is still inside. */
const slack = 0.001;

/**
 * Values outside what the training data had, in words; the score stands but leans on nothing the model has seen.
 *
 * @param columns the reference's columns, in the order of `values`; empty where the pack has none
 * @param scale standard deviations, where `values` were worked back from rounded standardised ones
 */
export function outsideTrainingRange(
	columns: readonly Pick<ReferenceColumn, 'name' | 'histogram'>[],
	values: readonly number[],
	scale?: readonly number[]
): string[] {
	return columns.flatMap(({ name, histogram: { edges } }, i) => {
		const tolerance = scale ? slack * scale[i] : 0;
		const [least, greatest] = [edges[0], edges[edges.length - 1]];
		if (values[i] >= least - tolerance && values[i] <= greatest + tolerance) return [];
		return [`${name} is ${short(values[i])}; in training it was between ${short(least)} and ${short(greatest)}.`];
	});
}

const short = (x: number): string => String(Number(x.toPrecision(6)));
