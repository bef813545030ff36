import type { Columns, Transaction } from '../../core/embed/wire';
import { ShrikeError } from '../../core/errors';
import { nextTask, throwIfAborted } from '../../engine/run/pace';

/** What a host hands over instead of a file. */
export type GivenRows = { readonly transactions: readonly Transaction[] } | { readonly columns: Columns };

type Value = Transaction[string] | undefined;

/** A table of any origin, cell by cell. */
interface Table {
	readonly names: readonly string[];
	readonly rows: number;
	/** By column number and 0-based row. */
	cell(column: number, row: number): Value;
}

export interface ToCsvOptions {
	/** Milliseconds since any moment. */
	readonly clock: () => number;
	readonly signal?: AbortSignal;
	/** Lets whatever waits have its turn. */
	readonly pause?: () => Promise<void>;
}

/** How long the page may be kept from drawing. Making a Blob of a slice comes on top. */
const sliceMs = 6;
/** Characters of a slice, so that making its Blob is as quick. */
const sliceLength = 1 << 18;
/** Between two looks at the clock. */
const cellsUnwatched = 256;

/**
 * Writes rows as CSV (RFC 4180, commas, LF, UTF-8) in slices short enough for a page to draw between them. Columns of
 * objects stand in the order in which they are first seen. Numbers are the shortest text that reads back as the same
 * double; NaN, null and what is absent are blank, booleans are 1 and 0, texts stay as they are. The only cell of a row is a
 * space where it is blank, because an empty line would be no row.
 *
 * Rejects with `input.wrong-count` for columns of different lengths and `engine.cancelled` after an abort.
 */
export async function rowsToCsv(given: GivenRows, { clock, signal, pause = nextTask }: ToCsvOptions): Promise<Blob> {
	const pace = new Pace(clock, signal, pause);
	const table = 'columns' in given ? tableOfColumns(given.columns) : await tableOfTransactions(given.transactions, pace);
	const { names, rows } = table;
	const parts: Blob[] = [];
	// Quoted whatever they are: no name is then taken for a byte order mark or a separator line.
	let text = `${names.map(quoted).join(',')}\n`;
	for (let row = 0; row < rows; row++) {
		for (let column = 0; column < names.length; column++) {
			const cell = cellText(table.cell(column, row));
			text += column > 0 ? `,${cell}` : cell === '' && names.length === 1 ? ' ' : cell;
		}
		text += '\n';
		if (!pace.isDue(names.length) && text.length < sliceLength) continue;
		parts.push(new Blob([text]));
		text = '';
		await pace.rest();
	}
	return new Blob([...parts, text], { type: 'text/csv' });
}

/** Knows when it is time to let others work. */
class Pace {
	private began: number;
	private unwatched = 0;

	constructor(
		private readonly clock: () => number,
		private readonly signal: AbortSignal | undefined,
		private readonly pause: () => Promise<void>
	) {
		throwIfAborted(signal);
		this.began = clock();
	}

	/** @param cells done since it was asked last */
	isDue(cells: number): boolean {
		this.unwatched += cells;
		if (this.unwatched < cellsUnwatched) return false;
		this.unwatched = 0;
		return this.clock() - this.began >= sliceMs;
	}

	async rest(): Promise<void> {
		await this.pause();
		throwIfAborted(this.signal);
		this.began = this.clock();
	}
}

async function tableOfTransactions(transactions: readonly Transaction[], pace: Pace): Promise<Table> {
	const seen = new Set<string>();
	for (const transaction of transactions) {
		const own = Object.keys(transaction);
		for (const name of own) seen.add(name);
		if (pace.isDue(own.length)) await pace.rest();
	}
	const names = [...seen];
	// A column may be called `constructor`.
	const cell = (column: number, row: number): Value =>
		Object.hasOwn(transactions[row], names[column]) ? transactions[row][names[column]] : undefined;
	return { names, rows: transactions.length, cell };
}

function tableOfColumns(columns: Columns): Table {
	const names = Object.keys(columns);
	const arrays = Object.values(columns);
	const rows = arrays[0]?.length ?? 0;
	const other = arrays.findIndex(({ length }) => length !== rows);
	if (other >= 0) {
		throw new ShrikeError(
			'input.wrong-count',
			`The columns are not of one length: the first has ${rows} values, number ${other + 1} has ${arrays[other].length}. Give every row a value.`,
			{ expected: [rows], found: arrays[other].length }
		);
	}
	return { names, rows, cell: (column, row) => arrays[column][row] };
}

function cellText(value: Value): string {
	switch (typeof value) {
		case 'number':
			return Number.isNaN(value) ? '' : Object.is(value, -0) ? '-0' : String(value);
		case 'string':
			return /^\s|[",\r\n]|\s$/.test(value) ? quoted(value) : value;
		case 'boolean':
			return value ? '1' : '0';
		default:
			return '';
	}
}

function quoted(text: string): string {
	return `"${text.replaceAll('"', '""')}"`;
}
