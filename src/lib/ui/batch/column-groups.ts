import { numberedRuns, runTitle } from '../../core/schema/numbered-names';
import type { Column } from '../../core/schema/schema';

export interface ColumnGroup {
	/** One name, or “V1 – V28” for a run of numbered ones. */
	readonly title: string;
	readonly description: string;
	/** A label: scoring does without it. */
	readonly optional: boolean;
}

/** Columns for reading: neighbours that differ only in a counting number and are used alike become one entry. */
export function columnGroups(columns: readonly Column[]): ColumnGroup[] {
	return numberedRuns(columns, sameUse).map((run) => ({
		title: runTitle(run),
		description: describe(run[0], run.length > 1),
		optional: !run[0].roles.includes('feature')
	}));
}

function sameUse(a: Column, b: Column): boolean {
	return a.type === b.type && a.unit === b.unit && a.min === b.min && a.max === b.max && a.roles.join() === b.roles.join();
}

function describe(column: Column, many: boolean): string {
	const sentence = column.description.replace(/\.$/, '');
	const number = /\d+$/.exec(column.name)?.[0];
	// “Principal component 1” stands for all of them.
	const about = many && number !== undefined ? sentence.replace(new RegExp(`\\s${number}\\b`), '') : sentence;
	// A label's values are in its description; a range beside them says less.
	const { min, max } = column.roles.includes('label') ? { min: undefined, max: undefined } : column;
	const range =
		min !== undefined && max !== undefined
			? `${min} to ${max}`
			: min !== undefined
				? `${min} or more`
				: max !== undefined
					? `${max} or less`
					: '';
	return [about, column.unit ? `in ${column.unit}` : '', range].filter(Boolean).join(', ') || column.type;
}
