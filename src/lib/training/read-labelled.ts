import { ShrikeError } from '../core/errors';
import { maskLongNumbers } from '../core/privacy/card-number';
import { matchColumns } from '../core/schema/match';
import { columnWithRole, featureColumns } from '../core/schema/schema';
import type { Column, Schema } from '../core/schema/schema';
import { cellText } from '../csv/cells';
import { decimalByte, parseNumberBytes } from '../csv/number';
import { openTable } from '../csv/open';
import type { ByteSource, OpenTable, RecordBatch } from '../csv/types';
import { GrowingColumn } from './data/growing-column';
import { readColumn, wrong } from './data/read-column';
import type { Dataset } from './dataset';

const batchRows = 8192;

/**
 * Reads labelled transactions into memory. Training refuses what scoring would only reject row by row: a model must not
 * be fitted on a file that is not what its owner thinks. Throws `file.missing-columns`, `data.bad-label` for a label
 * other than 0 and 1, `data.missing-column` for one that is empty throughout, `data.wrong-file` for a cell that is no
 * possible number or date or is empty, and a row of another length, and whatever `openTable` throws.
 */
export async function readLabelled(source: ByteSource, schema: Schema, signal?: AbortSignal): Promise<Dataset> {
	const label = columnWithRole(schema, 'label');
	if (!label) throw new ShrikeError('pack.invalid', `The schema “${schema.name}” has no label column, so nothing can be learned.`);
	const table = await openTable(source, { signal });
	try {
		return await readOpened(table, source, schema, label);
	} finally {
		await table.close();
	}
}

async function readOpened(table: OpenTable, source: ByteSource, schema: Schema, label: Column): Promise<Dataset> {
	const decimal = decimalByte(table.dialect.decimal);
	const places = columnPlaces(source.name, schema, label, table.headers);
	const labelIndex = places.label;
	const columns = places.features.map(({ column, index }) => ({ index, reader: readColumn({ column, file: source.name, decimal }) }));
	const labels = new GrowingColumn();
	let row = 0;
	for await (const batch of table.batches(batchRows)) {
		for (let r = 0; r < batch.rows; r++) {
			row++;
			const first = batch.rowField[r];
			const width = batch.rowField[r + 1] - first;
			if (width !== table.headers.length) {
				throw wrong(source.name, row, `has ${width} cells where the header has ${table.headers.length}`);
			}
			labels.push(labelOf(batch, first + labelIndex, decimal, { file: source.name, row, column: label.name }));
			for (const { index, reader } of columns) {
				if (index === null) reader.takeMissing();
				else reader.take(batch, first + index, row);
			}
		}
	}
	const raw = columns.map(({ reader }) => reader.values());
	const dictionaries = columns.map(({ reader }) => reader.dictionary);
	return { rows: row, raw, labels: Uint8Array.from(labels.values()), ...(dictionaries.some((texts) => texts) ? { dictionaries } : {}) };
}

interface Places {
	/** In schema order; a null index for an optional column that the file lacks. */
	readonly features: readonly { readonly column: Column; readonly index: number | null }[];
	readonly label: number;
}

function columnPlaces(file: string, schema: Schema, label: Column, headers: readonly string[]): Places {
	const matches = matchColumns(schema, headers);
	const missing: string[] = [];
	const indexOf = ({ name, optional }: Column): number | null => {
		const match = matches.find((candidate) => candidate.column === name);
		const index = match?.index ?? null;
		if (index === null && !optional) missing.push(match?.suggestion ? `${name} (did you mean “${match.suggestion}”?)` : name);
		return index;
	};
	const features = featureColumns(schema).map((column) => ({ column, index: indexOf(column) }));
	const labelIndex = indexOf(label);
	if (missing.length > 0 || labelIndex === null) {
		throw new ShrikeError(
			'file.missing-columns',
			`${file} lacks the column${missing.length > 1 ? 's' : ''} ${missing.join(', ')}. Training needs all features and the label: rename or add them.`,
			{ missing }
		);
	}
	return { features, label: labelIndex };
}

function labelOf(
	batch: RecordBatch,
	field: number,
	decimal: number,
	{ file, row, column }: { readonly file: string; readonly row: number; readonly column: string }
): 0 | 1 {
	const value = parseNumberBytes(batch.bytes, batch.fieldStart[field], batch.fieldEnd[field], decimal);
	if (value === 0 || value === 1) return value;
	throw new ShrikeError(
		'data.bad-label',
		`${file}, data row ${row}: the label ${column} is “${maskLongNumbers(cellText(batch, field).slice(0, 100))}”. Labels are 1 for a fraud and 0 for a normal transaction.`,
		{ row, column }
	);
}
