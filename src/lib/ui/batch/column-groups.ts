import { numberedRuns, runTitle } from '../../core/schema/numbered-names';
import { isRequired, type Column } from '../../core/schema/schema';

export interface ColumnGroup {
	/** One name, or “V1 – V28” for a run of numbered ones. */
	readonly title: string;
	readonly description: string;
	/** A file may lack it: a label or an id, which scoring does without, or a column that the schema says is optional. */
	readonly optional: boolean;
}

/**
 * Columns for reading: neighbours that differ only in a counting number and are used alike become one entry.
 *
 * @param labelNeeded for training, which cannot do without the label
 */
export function columnGroups(columns: readonly Column[], labelNeeded = false): ColumnGroup[] {
	return numberedRuns(columns, sameUse).map((run) => ({
		title: runTitle(run),
		description: describe(run[0], run.length > 1),
		optional: !isRequired(run[0]) && !(labelNeeded && run[0].roles.includes('label'))
	}));
}

function sameUse(a: Column, b: Column): boolean {
	const use = ({ type, unit, min, max, optional = false, sensitive, roles }: Column) => [type, unit, min, max, optional, sensitive, ...roles].join();
	return use(a) === use(b);
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
	const type = { number: '', string: 'text', datetime: 'date and time' }[column.type];
	const kept = column.sensitive === 'card-number' ? 'kept as a keyed hash and its last four digits only' : '';
	return [about, type, column.unit ? `in ${column.unit}` : '', range, kept].filter(Boolean).join(', ') || column.type;
}
