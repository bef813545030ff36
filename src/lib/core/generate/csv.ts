import { columnWithRole, featureColumns, isRequired } from '../schema/schema';
import type { Column, Schema } from '../schema/schema';
import type { Reference } from '../sketch/reference';
import { generateBlocks } from './transactions';
import type { GenerateOptions } from './transactions';

/**
 * Generated transactions as CSV text, chunk by chunk in bounded memory: header first, feature columns in schema order,
 * then other columns that a file must have (ids are numbered), then the label if the schema has one, LF line ends. The same seed gives the same bytes.
 */
export function* generateCsv(reference: Reference, schema: Schema, options: GenerateOptions): Generator<string> {
	const columns = featureColumns(schema);
	const label = columnWithRole(schema, 'label');
	const others = schema.columns.filter((column) => !columns.includes(column) && isRequired(column));
	let done = 0;
	const names = [...columns, ...others, ...(label ? [label] : [])].map((column) => quotedIfNeeded(column.name));
	yield `${names.join(',')}\n`;
	const writers = columns.map(writerOf);
	for (const { rows, raw, dictionaries, labels } of generateBlocks(reference, schema, options)) {
		let text = '';
		for (let row = 0; row < rows; row++) {
			for (let c = 0; c < raw.length; c++) {
				const texts = dictionaries[c]?.texts;
				text += (c === 0 ? '' : ',') + (texts ? quotedIfNeeded(texts[raw[c][row]]) : writers[c](raw[c][row]));
			}
			done++;
			for (const other of others) text += `,${fillerOf(other, done)}`;
			text += label ? `,${labels[row]}\n` : '\n';
		}
		yield text;
	}
}

function writerOf(column: Column): (value: number) => string {
	const write = column.type === 'datetime' ? dateText : column.roles.includes('amount') ? (value: number) => value.toFixed(2) : plainNumber;
	return (value) => (Number.isNaN(value) ? '' : write(value));
}

/** Of a column that no feature is made of: any value will do. */
function fillerOf({ roles, type }: Column, row: number): string {
	if (roles.includes('id')) return String(row);
	return type === 'number' ? '0' : '';
}

/** `2018-04-01 00:00:31`, in UTC. */
function dateText(seconds: number): string {
	return new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Shortest decimal that reads back as the same number to 16 decimals, never with an exponent. */
function plainNumber(value: number): string {
	return Math.abs(value) < 1e-6 && value !== 0 ? value.toFixed(16) : String(value);
}

function quotedIfNeeded(name: string): string {
	return /[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
