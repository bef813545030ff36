import { TextDictionary } from '../../core/features/text-dictionary';
import type { CardNames } from '../../core/privacy/card-names';
import { fewestDigits, passesLuhnBytes } from '../../core/privacy/card-number';
import type { KeyColumn } from '../../core/run/key-column';
import { cellText } from '../../csv/cells';
import { TextInterner } from '../../csv/text-interner';
import type { RecordBatch } from '../../csv/types';
import type { KeyCell, RunColumns } from './columns';
import { isAstray } from './shown-cells';

/** Names of cards at hand; a file has its cards again and again. */
const mostKept = 100_000;

const encoder = new TextEncoder();

/** By byte: 1 for a digit. */
const counted = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x30 && byte <= 0x39 ? 1 : 0));
/** By byte: 1 where it may stand in a number, as digits, spaces and dashes do. */
const going = Uint8Array.from(counted, (digit, byte) => (digit === 1 || byte === 0x20 || byte === 0x2d ? 1 : 0));

/** Reads a key column of one batch after the other: card numbers by their names, other texts byte for byte. */
export class KeyCells {
	private interner: TextInterner;
	private dictionary = new TextDictionary();
	/** By the text's number in the dictionary. */
	private known: Uint8Array[] = [];
	private out = new Uint8Array(1 << 10);

	constructor(
		private readonly key: KeyCell,
		private readonly columns: Pick<RunColumns, 'counts' | 'sensitive'>,
		private readonly names: CardNames
	) {
		this.interner = new TextInterner(this.dictionary);
	}

	/** The column's texts, `[rows]`; '' where a row is too short to have one. A copy. */
	of(batch: RecordBatch): KeyColumn {
		const { rows, rowField } = batch;
		const { index, sensitive } = this.key;
		const ends = new Uint32Array(rows);
		let at = 0;
		for (let row = 0; row < rows; row++) {
			const field = rowField[row] + index;
			if (field < rowField[row + 1]) at = sensitive ? this.put(at, this.nameAt(batch, field)) : this.putCell(at, batch, row, field);
			ends[row] = at;
		}
		return { bytes: this.out.slice(0, at), ends };
	}

	/** The cell's own bytes; as a text only where it may hold a card number, or doubled quotes. */
	private putCell(at: number, batch: RecordBatch, row: number, field: number): number {
		const start = batch.fieldStart[field];
		const end = batch.fieldEnd[field];
		if (batch.quoted[field] === 2) return this.putText(at, batch, row, field);
		const { bytes } = batch;
		if (hasEnoughDigits(bytes, start, end) && this.mayHoldNumber(batch, row, start, end)) return this.putText(at, batch, row, field);
		const out = this.roomFor(at + end - start);
		for (let i = start, to = at; i < end; i++, to++) out[to] = bytes[i];
		return at + end - start;
	}

	/** Of a cell with digits enough. A piece of digits alone, in a row whose cells are where they belong, is looked at for its check digit. */
	private mayHoldNumber(batch: RecordBatch, row: number, start: number, end: number): boolean {
		const { bytes } = batch;
		if (isAstray(batch, row, this.columns)) return true;
		for (let i = start, digits = 0; i <= end; i++) {
			const isDigit = i < end && counted[bytes[i]] === 1;
			if (isDigit) digits++;
			else if (i < end && going[bytes[i]] !== 0) return true;
			else if (digits >= fewestDigits && passesLuhnBytes(bytes, i - digits, i)) return true;
			else digits = 0;
		}
		return false;
	}

	private putText(at: number, batch: RecordBatch, row: number, field: number): number {
		const text = cellText(batch, field);
		return this.put(at, encoder.encode(isAstray(batch, row, this.columns) ? this.names.astray(text) : this.names.within(text)));
	}

	private put(at: number, text: Uint8Array): number {
		const out = this.roomFor(at + text.length);
		for (let i = 0; i < text.length; i++) out[at + i] = text[i];
		return at + text.length;
	}

	private nameAt(batch: RecordBatch, field: number): Uint8Array {
		if (this.known.length >= mostKept) {
			[this.dictionary, this.known] = [new TextDictionary(), []];
			this.interner = new TextInterner(this.dictionary);
		}
		const code = this.interner.codeAt(batch, field);
		for (let next = this.known.length; next <= code; next++) {
			this.known.push(encoder.encode(this.names.ofCell(this.dictionary.texts[next])));
		}
		return this.known[code];
	}

	private roomFor(length: number): Uint8Array<ArrayBuffer> {
		if (length > this.out.length) {
			const bigger = new Uint8Array(Math.max(length, 2 * this.out.length));
			bigger.set(this.out);
			this.out = bigger;
		}
		return this.out;
	}
}

/**
 * Whether bytes have digits enough for a number in one piece. Such a piece has one of every eleven bytes: most of the others
 * need not be looked at.
 */
function hasEnoughDigits(bytes: Uint8Array, start: number, end: number): boolean {
	for (let i = start + fewestDigits - 1; i < end; i += fewestDigits) {
		if (going[bytes[i]] === 0) continue;
		let digits = counted[bytes[i]];
		for (let before = i - 1; before >= start && going[bytes[before]] === 1; before--) digits += counted[bytes[before]];
		for (; i + 1 < end && going[bytes[i + 1]] === 1; i++) digits += counted[bytes[i + 1]];
		if (digits >= fewestDigits) return true;
		// The next piece begins behind the byte after this one.
		i++;
	}
	return false;
}
