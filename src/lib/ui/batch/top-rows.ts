import type { Column, Schema } from '../../core/schema/schema';
import type { RunAnalysis, TopRow } from '../../state/types';
import type { TableColumn, TableSort } from '../primitives/virtual-table';

/** Columns of the table of highest rows: ours first, then the file's own id, entity and timestamp columns. */
export function topRowColumns(run: RunAnalysis['run'], schema: Schema | null): TableColumn[] {
	const columns: TableColumn[] = [
		{ key: 'row', label: 'Row', width: 5, align: 'end', mono: true, sortable: true, title: 'Data row in the file' },
		{ key: 'score', label: 'Probability', width: 7, align: 'end', mono: true, sortable: true },
		{ key: 'decision', label: 'Decision', width: 7 }
	];
	if (run.counts.labelled > 0) columns.push({ key: 'label', label: 'Label', width: 6 });
	columns.push({ key: 'amount', label: 'Amount', width: 8, align: 'end', mono: true, sortable: true });
	for (const { index, type } of shownCells(run, schema)) {
		columns.push({
			key: `cell:${index}`,
			label: run.headers[index] || `(column ${index + 1})`,
			// A date with its time in full.
			width: type === 'datetime' ? 10.5 : 8,
			align: type === 'number' ? 'end' : 'start',
			mono: true,
			grow: true
		});
	}
	return columns;
}

/**
 * The file's columns beside the score: first what tells transactions apart (id, entity, timestamp), then the
 * others that were read. Amount and label have columns of ours.
 */
function shownCells(run: RunAnalysis['run'], schema: Schema | null): { readonly index: number; readonly type: Column['type'] }[] {
	const columns = schema?.columns ?? [];
	const telling = columns.filter((c) => c.roles.some((r) => r === 'id' || r === 'entity' || r === 'timestamp'));
	const others = columns.filter((c) => !telling.includes(c) && !c.roles.some((r) => r === 'amount' || r === 'label'));
	return [...telling, ...others].flatMap(({ name, type }) => {
		const index = run.mapping[name] ?? null;
		return index === null ? [] : [{ index, type }];
	});
}

/** The rows in another order; the input stays as it is. Ties keep the order of rank. */
export function sortTopRows(rows: readonly TopRow[], sort: TableSort): readonly TopRow[] {
	if (sort.key === 'score') return sort.direction === 'descending' ? rows : [...rows].reverse();
	const value = (row: TopRow) => (sort.key === 'amount' ? (row.amount ?? -Infinity) : row.row);
	const sign = sort.direction === 'ascending' ? 1 : -1;
	return [...rows].sort((a, b) => sign * (value(a) - value(b)));
}
