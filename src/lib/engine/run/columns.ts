import { ShrikeError } from '../../core/errors';
import type { ColumnMapping } from '../../core/run/types';
import { alternativeTimes, columnWithRole, featureColumns, lackingColumns } from '../../core/schema/schema';
import type { Column, ColumnRole, Schema } from '../../core/schema/schema';
import { scoredColumns } from '../../csv/scored-columns';
import type { ColumnCounts } from './own-cells';

/** How a cell is read. */
export type CellKind = 'number' | 'text' | 'date';

/** A feature column of the file: where it is read and which values are possible. */
export interface FeatureCell {
	/** The file's own header, for messages. */
	readonly header: string;
	/** Index among the file's columns. */
	readonly index: number;
	/** Index among the schema's feature columns. */
	readonly slot: number;
	readonly kind: CellKind;
	/** A blank cell rejects its row: of numbers and dates that are not optional, and of texts that say whose row it is. */
	readonly needed: boolean;
	/** Its texts are card numbers. */
	readonly sensitive: boolean;
	readonly min: number;
	readonly max: number;
}

/** A number or date that is logged beside the score: already parsed as a feature, or in a cell of its own. */
export type SideNumber =
	| { readonly from: 'feature'; readonly slot: number }
	| { readonly from: 'cell'; readonly index: number; readonly kind: 'number' | 'date' }
	| null;

/** A column with the role `id` or `entity`. */
export interface KeyCell {
	readonly name: string;
	readonly index: number;
	readonly sensitive: boolean;
}

/** Everything a run reads from a row, resolved once from schema, header and mapping. */
export interface RunColumns {
	/** Cells that a row must have. */
	readonly counts: ColumnCounts;
	/** In the order of the file, so that the bad cell reported is the leftmost one. */
	readonly features: readonly FeatureCell[];
	/** Those of `features` that are times of which a row needs one; empty where it needs a certain one. */
	readonly times: readonly FeatureCell[];
	/** Optional feature columns that the file lacks. */
	readonly absent: readonly { readonly slot: number; readonly kind: CellKind }[];
	readonly label: { readonly header: string; readonly index: number } | null;
	readonly amount: SideNumber;
	readonly timestamp: SideNumber;
	readonly keys: readonly KeyCell[];
	/** Indices of the file's columns that hold card numbers. */
	readonly sensitive: ReadonlySet<number>;
}

const kinds: { readonly [type in Column['type']]: CellKind } = { number: 'number', string: 'text', datetime: 'date' };

/**
 * Joins the schema with the file's columns. Throws `file.missing-columns` (`detail.columns`) when the mapping lacks a
 * column that scoring cannot do without, or points outside the header.
 */
export function resolveColumns(schema: Schema, headers: readonly string[], mapping: ColumnMapping): RunColumns {
	const at = (column: Column | undefined): number | null => {
		const index = column === undefined ? null : (mapping[column.name] ?? null);
		return index !== null && index >= 0 && index < headers.length ? index : null;
	};
	const missing = lackingColumns(schema, (column) => at(column) !== null);
	if (missing.length > 0) {
		const names = missing.map((column) => column.name);
		throw new ShrikeError(
			'file.missing-columns',
			`The file has no column for ${names.join(', ')}. Choose the columns to read, or add them to the file.`,
			{ columns: names }
		);
	}
	const columns = featureColumns(schema);
	const present = columns.flatMap((column, slot): FeatureCell[] => {
		const index = at(column);
		return index === null ? [] : [featureCell(column, slot, index, headers[index])];
	});
	const sideNumber = (role: ColumnRole): SideNumber => {
		const withRole = schema.columns.filter(({ roles }) => roles.includes(role));
		const column = withRole.find((candidate) => at(candidate) !== null) ?? withRole[0];
		if (column === undefined || column.type === 'string') return null;
		const slot = columns.indexOf(column);
		if (slot >= 0) return { from: 'feature', slot };
		const index = at(column);
		return index === null ? null : { from: 'cell', index, kind: column.type === 'datetime' ? 'date' : 'number' };
	};
	const label = at(columnWithRole(schema, 'label'));
	return {
		counts: columnCounts(headers),
		features: present.sort((a, b) => a.index - b.index),
		times: present.filter(({ slot }) => alternativeTimes(schema).includes(columns[slot])),
		absent: columns.flatMap((column, slot) => (at(column) === null ? [{ slot, kind: kinds[column.type] }] : [])),
		label: label === null ? null : { header: headers[label], index: label },
		amount: sideNumber('amount'),
		timestamp: sideNumber('timestamp'),
		keys: schema.columns.flatMap((column): KeyCell[] => {
			const index = at(column);
			if (index === null || !(column.roles.includes('id') || column.roles.includes('entity'))) return [];
			return [{ name: column.name, index, sensitive: column.sensitive !== undefined }];
		}),
		sensitive: sensitiveColumns(schema, mapping)
	};
}

function featureCell(column: Column, slot: number, index: number, header: string): FeatureCell {
	const kind = kinds[column.type];
	return {
		header,
		index,
		slot,
		kind,
		needed: column.optional !== true && (kind !== 'text' || column.roles.includes('entity')),
		sensitive: column.sensitive !== undefined,
		min: column.min ?? -Infinity,
		max: column.max ?? Infinity
	};
}

/** A table's own columns and those that an earlier scoring appended. */
export function columnCounts(headers: readonly string[]): ColumnCounts {
	const appended = scoredColumns(headers).length;
	return { own: headers.length - appended, appended };
}

/** Indices of the file's columns that hold card numbers. */
export function sensitiveColumns(schema: Schema, mapping: ColumnMapping): ReadonlySet<number> {
	const columns = schema.columns.filter(({ sensitive }) => sensitive !== undefined);
	return new Set(columns.map(({ name }) => mapping[name] ?? -1).filter((index) => index >= 0));
}

/** Indices of the file's columns that are read as numbers, ascending. */
export function numericColumns({ features, label, amount, timestamp }: RunColumns): number[] {
	const sides = [amount, timestamp].flatMap((side) => (side?.from === 'cell' && side.kind === 'number' ? [side.index] : []));
	const numbers = features.flatMap(({ kind, index }) => (kind === 'number' ? [index] : []));
	return [...new Set([...numbers, ...sides, ...(label ? [label.index] : [])])].sort((a, b) => a - b);
}
