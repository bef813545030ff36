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
	const groups: { first: Column; last: Column; stem: string; next: number }[] = [];
	for (const column of columns) {
		const numbered = /^(.*?)(\d+)$/.exec(column.name);
		const stem = numbered ? numbered[1] : column.name;
		const number = numbered ? Number(numbered[2]) : Number.NaN;
		const open = groups.at(-1);
		if (open && open.stem === stem && open.next === number && sameUse(open.last, column)) {
			open.last = column;
			open.next++;
		} else {
			groups.push({ first: column, last: column, stem, next: number + 1 });
		}
	}
	return groups.map(({ first, last }) => ({
		title: first === last ? first.name : `${first.name} – ${last.name}`,
		description: describe(first, first !== last),
		optional: !first.roles.includes('feature')
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
	const range =
		column.min !== undefined && column.max !== undefined
			? `${column.min} to ${column.max}`
			: column.min !== undefined
				? `${column.min} or more`
				: column.max !== undefined
					? `${column.max} or less`
					: '';
	return [about, column.unit ? `in ${column.unit}` : '', range].filter(Boolean).join(', ') || column.type;
}
