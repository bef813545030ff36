import { ShrikeError } from '../../src/lib/core/errors';
import { maskLongNumbers } from '../../src/lib/core/privacy/card-number';
import { normaliseHeader } from '../../src/lib/core/schema/match';
import { secondsADay } from '../../src/lib/core/time/units';
import { cellText } from '../../src/lib/csv/cells';
import { parseDateBytes } from '../../src/lib/csv/date';
import { decimalByte, parseNumberBytes } from '../../src/lib/csv/number';
import { openTable } from '../../src/lib/csv/open';
import type { ByteSource, OpenTable, RecordBatch } from '../../src/lib/csv/types';
import { GrowingColumn } from '../../src/lib/training/data/growing-column';
import { usage } from '../cli/arguments';

/** Names of the columns to read. */
export interface ScoredColumns {
	readonly label: string;
	readonly score: string;
	readonly card?: string;
	/** A date, or a number of seconds. */
	readonly time?: string;
	readonly amount?: string;
}

export interface ScoredFile {
	readonly scores: Float64Array;
	readonly labels: Uint8Array;
	readonly cards: Float64Array | null;
	readonly days: Float64Array | null;
	readonly amounts: Float64Array | null;
	/** Rows without a score, or too short for all columns. They are left out, like those without a label. */
	readonly unscored: number;
}

const batchRows = 8192;

/**
 * Reads the scored and labelled rows of any CSV. Throws `cli.usage` for a column that is not there, `data.bad-label` for a label
 * other than 0 and 1, `data.wrong-file` for a score that is no probability, and whatever `openTable` throws.
 */
export async function readScored(source: ByteSource, names: ScoredColumns, signal?: AbortSignal): Promise<ScoredFile> {
	const table = await openTable(source, { signal });
	try {
		return await readTable(table, source.name, names);
	} finally {
		await table.close();
	}
}

async function readTable(table: OpenTable, file: string, names: ScoredColumns): Promise<ScoredFile> {
	const at = (name: string): number => {
		const exact = table.headers.indexOf(name);
		const index = exact >= 0 ? exact : table.headers.findIndex((header) => normaliseHeader(header) === normaliseHeader(name));
		if (index < 0) throw usage(`${file} has no column “${name}”; it has: ${table.headers.map((header) => maskLongNumbers(header)).join(', ')}`);
		return index;
	};
	const [label, score] = [at(names.label), at(names.score)];
	const optional = (name: string | undefined) => (name === undefined ? null : { index: at(name), values: new GrowingColumn() });
	const [card, time, amount] = [optional(names.card), optional(names.time), optional(names.amount)];
	const lastRead = Math.max(label, score, ...[card, time, amount].map((column) => column?.index ?? 0));
	const codes = new Map<string, number>();
	const mark = decimalByte(table.dialect.decimal);
	const scores = new GrowingColumn();
	const labels = new GrowingColumn();
	let row = 0;
	let unscored = 0;
	const number = (batch: RecordBatch, field: number) => parseNumberBytes(batch.bytes, batch.fieldStart[field], batch.fieldEnd[field], mark);

	for await (const batch of table.batches(batchRows)) {
		for (let r = 0; r < batch.rows; r++) {
			row++;
			const first = batch.rowField[r];
			const isBlank = (index: number) => cellText(batch, first + index).trim() === '';
			const isShort = batch.rowField[r + 1] - first <= lastRead;
			if (isShort || isBlank(score)) unscored++;
			if (isShort || isBlank(score) || isBlank(label)) continue;
			const [y, p] = [number(batch, first + label), number(batch, first + score)];
			if (y !== 0 && y !== 1) throw badLabel(file, row, cellText(batch, first + label));
			if (!(p >= 0 && p <= 1)) throw badScore(file, row, cellText(batch, first + score));
			labels.push(y);
			scores.push(p);
			if (card) card.values.push(codeOf(codes, cellText(batch, first + card.index).trim()));
			if (time) {
				const [seconds, date] = [number(batch, first + time.index), parseDateBytes(batch.bytes, batch.fieldStart[first + time.index], batch.fieldEnd[first + time.index])];
				time.values.push(Math.floor((Number.isNaN(seconds) ? date : seconds) / secondsADay));
			}
			if (amount) amount.values.push(number(batch, first + amount.index));
		}
	}
	return {
		scores: scores.values(),
		labels: Uint8Array.from(labels.values()),
		cards: card && card.values.values(),
		days: time && time.values.values(),
		amounts: amount && amount.values.values(),
		unscored
	};
}

/** NaN for a blank: nobody's row is in no card. */
function codeOf(codes: Map<string, number>, text: string): number {
	if (text === '') return NaN;
	const known = codes.get(text);
	if (known !== undefined) return known;
	codes.set(text, codes.size);
	return codes.size - 1;
}

/** The wrong column may be that of the card numbers. */
function shown(text: string): string {
	return maskLongNumbers(text).slice(0, 100);
}

function badLabel(file: string, row: number, text: string): ShrikeError {
	return new ShrikeError('data.bad-label', `${file}, data row ${row}: the label is “${shown(text)}”. Labels are 1 for a fraud and 0 for a normal transaction.`, { row });
}

function badScore(file: string, row: number, text: string): ShrikeError {
	return new ShrikeError('data.wrong-file', `${file}, data row ${row}: the score “${shown(text)}” is no probability between 0 and 1. Name the right column with --score.`, { row });
}
