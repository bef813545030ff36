import { z } from '../zod';
import { weightOf } from './weights';

const shares = z.array(z.number().min(0).max(1)).length(24);

/** Share of the rows of each class by hour of the day, of a column of dates; null for a class without rows. */
export const referenceHours = z.strictObject({ normal: shares.nullable(), fraud: shares.nullable() });
export type ReferenceHours = z.infer<typeof referenceHours>;

/**
 * @param seconds since 1970, NaN where there is no date
 * @param labels 0 or 1 a row
 */
export function hoursOf(seconds: Float64Array, labels: Uint8Array, weights: Float64Array): ReferenceHours {
	const counts = [new Float64Array(24), new Float64Array(24)];
	seconds.forEach((time, row) => {
		if (!Number.isNaN(time)) counts[labels[row]][hourOf(time)] += weightOf(weights, row);
	});
	return { normal: sharesOf(counts[0]), fraud: sharesOf(counts[1]) };
}

function hourOf(time: number): number {
	const hour = Math.floor(time / 3600) % 24;
	return hour < 0 ? hour + 24 : hour;
}

function sharesOf(counts: Float64Array): number[] | null {
	const total = counts.reduce((sum, weight) => sum + weight, 0);
	return total === 0 ? null : Array.from(counts, (weight) => Number((weight / total).toPrecision(6)));
}
