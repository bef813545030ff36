import { ShrikeError } from '../../core/errors';
import type { ColumnMapping } from '../../core/run/types';
import { columnWithRole, featureColumns } from '../../core/schema/schema';
import type { Column, ColumnRole, Schema } from '../../core/schema/schema';
import { scoredColumns } from '../../csv/scored-columns';
import type { ColumnCounts } from './own-cells';

/** A feature column of the file: where it is read and which values are possible. */
export interface FeatureCell {
	/** The file's own header, for messages. */
	readonly header: string;
	/** Index among the file's columns. */
	readonly index: number;
	/** Index among the schema's feature columns. */
	readonly slot: number;
	readonly min: number;
	readonly max: number;
}

/** A number that is logged beside the score: already parsed as a feature, or in a cell of its own. */
export type SideNumber =
	| { readonly from: 'feature'; readonly slot: number }
	| { readonly from: 'cell'; readonly index: number }
	| null;

/** Everything a run reads from a row, resolved once from schema, header and mapping. */
export interface RunColumns {
	/** Cells that a row must have. */
	readonly counts: ColumnCounts;
	/** In the order of the file, so that the bad cell reported is the leftmost one. */
	readonly features: readonly FeatureCell[];
	readonly label: { readonly header: string; readonly index: number } | null;
	readonly amount: SideNumber;
	readonly timestamp: SideNumber;
	/** Columns with the role `id` or `entity`. */
	readonly keys: readonly { readonly name: string; readonly index: number }[];
}

/**
 * Joins the schema with the file's columns. Throws `file.missing-columns` (`detail.columns`) when the mapping lacks a
 * column that is not a label or points outside the header.
 */
export function resolveColumns(schema: Schema, headers: readonly string[], mapping: ColumnMapping): RunColumns {
	const at = (column: Column | undefined): number | null => {
		const index = column === undefined ? null : (mapping[column.name] ?? null);
		return index !== null && index >= 0 && index < headers.length ? index : null;
	};
	const missing = schema.columns.filter((column) => !column.roles.includes('label') && at(column) === null);
	if (missing.length > 0) {
		const names = missing.map((column) => column.name);
		throw new ShrikeError(
			'file.missing-columns',
			`The file has no column for ${names.join(', ')}. Choose the columns to read, or add them to the file.`,
			{ columns: names }
		);
	}
	const columns = featureColumns(schema);
	const sideNumber = (role: ColumnRole): SideNumber => {
		const column = columnWithRole(schema, role);
		const slot = column === undefined ? -1 : columns.indexOf(column);
		if (slot >= 0) return { from: 'feature', slot };
		const index = at(column);
		return index === null ? null : { from: 'cell', index };
	};
	const features = columns.map((column, slot) => {
		const index = at(column) ?? -1;
		return { header: headers[index], index, slot, min: column.min ?? -Infinity, max: column.max ?? Infinity };
	});
	const label = at(columnWithRole(schema, 'label'));
	const appended = scoredColumns(headers).length;
	return {
		counts: { own: headers.length - appended, appended },
		features: features.sort((a, b) => a.index - b.index),
		label: label === null ? null : { header: headers[label], index: label },
		amount: sideNumber('amount'),
		timestamp: sideNumber('timestamp'),
		keys: schema.columns
			.filter((column) => column.roles.includes('id') || column.roles.includes('entity'))
			.map((column) => ({ name: column.name, index: at(column) ?? -1 }))
	};
}
