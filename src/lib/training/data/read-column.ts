import { ShrikeError } from '../../core/errors';
import { TextDictionary } from '../../core/features/text-dictionary';
import { maskLongNumbers } from '../../core/privacy/card-number';
import type { Column } from '../../core/schema/schema';
import { cellText } from '../../csv/cells';
import { parseDateBytes } from '../../csv/date';
import { parseNumberBytes } from '../../csv/number';
import { TextInterner } from '../../csv/text-interner';
import type { RecordBatch } from '../../csv/types';
import { GrowingColumn } from './growing-column';

/** A column of a file while it is read. */
export interface ReadColumn {
	/** Takes a cell; `row` is its 1-based data row. Throws `data.wrong-file` for one that is not possible. */
	take(batch: RecordBatch, field: number, row: number): void;
	/** Takes the place of the cells of a column that the file lacks. */
	takeMissing(): void;
	/** Throws `data.missing-column` or `data.wrong-file` for empty cells. */
	values(): Float64Array<ArrayBuffer>;
	readonly dictionary: TextDictionary | null;
}

/** What a column is read by: its schema, the file's name for messages, the byte of its decimal mark. */
export interface ReadOptions {
	readonly column: Column;
	readonly file: string;
	readonly decimal: number;
}

export function readColumn(options: ReadOptions): ReadColumn {
	return options.column.type === 'string' ? textColumn() : numberColumn(options);
}

function textColumn(): ReadColumn {
	const values = new GrowingColumn();
	const dictionary = new TextDictionary();
	const interner = new TextInterner(dictionary);
	return {
		take: (batch, field) => values.push(interner.codeAt(batch, field)),
		takeMissing: () => values.push(interner.blank),
		values: () => values.values(),
		dictionary
	};
}

function numberColumn({ column, file, decimal }: ReadOptions): ReadColumn {
	const { name, min = -Infinity, max = Infinity, type, optional = false } = column;
	const values = new GrowingColumn();
	let rows = 0;
	let blank = 0;
	let firstBlank = 0;
	const valueOf = (batch: RecordBatch, field: number): number =>
		type === 'datetime'
			? parseDateBytes(batch.bytes, batch.fieldStart[field], batch.fieldEnd[field])
			: parseNumberBytes(batch.bytes, batch.fieldStart[field], batch.fieldEnd[field], decimal);
	return {
		take(batch, field, row) {
			const value = valueOf(batch, field);
			rows++;
			values.push(value);
			if (value >= min && value <= max) return;
			// In a file with shifted columns it may be a card number.
			const text = maskLongNumbers(cellText(batch, field).trim().slice(0, 100));
			if (text === '') {
				if (blank++ === 0) firstBlank = row;
				return;
			}
			if (!Number.isNaN(value)) throw wrong(file, row, `has ${text} as ${name}, which is not possible`);
			throw wrong(file, row, `has “${text}” as ${name}, which is no ${type === 'datetime' ? 'date' : 'number'}`);
		},
		takeMissing: () => values.push(NaN),
		values() {
			if (blank > 0 && blank === rows && !optional) {
				throw new ShrikeError(
					'data.missing-column',
					`${file}: the column ${name} is empty in all ${rows} rows. Export it with its values, or train a pack that does not need it.`,
					{ column: name }
				);
			}
			if (blank > 0 && !optional) throw wrong(file, firstBlank, `has nothing as ${name}, as ${blank - 1} more do`);
			return values.values();
		},
		dictionary: null
	};
}

/** A row that training refuses. */
export function wrong(file: string, row: number, what: string): ShrikeError {
	return new ShrikeError('data.wrong-file', `${file}, data row ${row}: the row ${what}. Correct the file, or train on another.`, { row });
}
