import { ShrikeError } from '../core/errors';
import { matchColumns } from '../core/schema/match';
import { columnWithRole, featureColumns } from '../core/schema/schema';
import type { Column, Schema } from '../core/schema/schema';
import { cellText } from '../csv/cells';
import { decimalByte, parseNumberBytes } from '../csv/number';
import { openTable } from '../csv/open';
import type { ByteSource, RecordBatch } from '../csv/types';
import type { Dataset } from './dataset';

const batchRows = 8192;

/**
 * Reads labelled transactions into memory. Training refuses what scoring would only reject row by row: a model must not
 * be fitted on a file that is not what its owner thinks. Throws `file.missing-columns`, `data.bad-label` for a label
 * other than 0 and 1, `data.wrong-file` for a cell that is no possible number or a row of another length, and whatever
 * `openTable` throws.
 */
export async function readLabelled(source: ByteSource, schema: Schema, signal?: AbortSignal): Promise<Dataset> {
	const table = await openTable(source, { signal });
	const features = featureColumns(schema);
	const label = columnWithRole(schema, 'label');
	if (!label) throw new ShrikeError('pack.invalid', `The schema “${schema.name}” has no label column, so nothing can be learned.`);
	const places = columnPlaces(source.name, schema, [...features, label], table.headers);
	const decimal = decimalByte(table.dialect.decimal);
	const columns = places.map(() => new GrowingColumn());
	let row = 0;
	for await (const batch of table.batches(batchRows)) {
		for (let r = 0; r < batch.rows; r++) {
			row++;
			const first = batch.rowField[r];
			const width = batch.rowField[r + 1] - first;
			if (width !== table.headers.length) {
				throw wrong(source.name, row, `has ${width} cells where the header has ${table.headers.length}`);
			}
			places.forEach(({ column, index }, c) => {
				const value = parseNumberBytes(batch.bytes, batch.fieldStart[first + index], batch.fieldEnd[first + index], decimal);
				if (column === label) requireLabelValue(value, source.name, row, column, batch, first + index);
				else requirePossible(value, source.name, row, column, batch, first + index);
				columns[c].push(value);
			});
		}
	}
	const raw = columns.slice(0, -1).map((column) => column.values());
	return { rows: row, raw, labels: Uint8Array.from(columns[columns.length - 1].values()) };
}

interface Place {
	readonly column: Column;
	readonly index: number;
}

function columnPlaces(file: string, schema: Schema, wanted: readonly Column[], headers: readonly string[]): Place[] {
	const matches = matchColumns(schema, headers);
	const places: Place[] = [];
	const missing: string[] = [];
	for (const column of wanted) {
		const match = matches.find((candidate) => candidate.column === column.name);
		if (match && match.index !== null) places.push({ column, index: match.index });
		else missing.push(match?.suggestion ? `${column.name} (did you mean “${match.suggestion}”?)` : column.name);
	}
	if (missing.length > 0) {
		throw new ShrikeError(
			'file.missing-columns',
			`${file} lacks the column${missing.length > 1 ? 's' : ''} ${missing.join(', ')}. Training needs all features and the label: rename or add them.`,
			{ missing }
		);
	}
	return places;
}

function requireLabelValue(value: number, file: string, row: number, column: Column, batch: RecordBatch, field: number): void {
	if (value === 0 || value === 1) return;
	throw new ShrikeError(
		'data.bad-label',
		`${file}, data row ${row}: the label ${column.name} is “${cellText(batch, field)}”. Labels are 1 for a fraud and 0 for a normal transaction.`,
		{ row, column: column.name }
	);
}

function requirePossible(value: number, file: string, row: number, column: Column, batch: RecordBatch, field: number): void {
	if (Number.isNaN(value)) throw wrong(file, row, `has “${cellText(batch, field).slice(0, 100)}” as ${column.name}, which is no number`);
	if (value < (column.min ?? -Infinity) || value > (column.max ?? Infinity)) {
		throw wrong(file, row, `has ${value} as ${column.name}, which is not possible`);
	}
}

function wrong(file: string, row: number, what: string): ShrikeError {
	return new ShrikeError('data.wrong-file', `${file}, data row ${row}: the row ${what}. Correct the file, or train on another.`, { row });
}

/** Numbers of which it is not known how many there will be. */
class GrowingColumn {
	#values = new Float64Array(batchRows);
	#length = 0;

	push(value: number): void {
		if (this.#length === this.#values.length) {
			const grown = new Float64Array(this.#length * 2);
			grown.set(this.#values);
			this.#values = grown;
		}
		this.#values[this.#length++] = value;
	}

	values(): Float64Array<ArrayBuffer> {
		return this.#values.slice(0, this.#length);
	}
}
