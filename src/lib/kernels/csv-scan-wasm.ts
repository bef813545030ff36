import type { ScanLimits, ScanStop } from './csv-scan';
import type { NumberFields, RecordScanner } from './csv-scan-types';
import { csvScanModule } from './csv-scan-wasm-module';
import { parseNumberBytes } from './number-parse';
import { fivesLength, powersOfFive } from './powers-of-five';
import type { RecordSplicer } from './splice-types';
import { WasmSplicer } from './splice-wasm';

const pageBytes = 65_536;
/** What the kernel's limits can say at most; no memory is as large. */
const maxWord = 2 ** 32 - 1;
const stateAddress = 64;
/** The kernel's own constants are before it. */
const firstAddress = 4096;
/** The kernel loads vectors past the last byte. */
const slackBytes = 64;
/** Bytes of a field with its delimiter, and of a row, for a first guess. */
const usualField = 12;
const usualRow = 128;
/** Upper half of what stands for a number that is left to `parseNumberBytes`; other NaNs have another. */
const leftMark = 0x7ff8dead;

/** Places of the state's words; see `assembly/csv-scan.as`. */
const rowsWord = 0;
const positionWord = 1;
const rowCapacityWord = 2;
const fieldCapacityWord = 3;
const rowStartWord = 4;
const rowEndWord = 5;
const rowFieldWord = 6;
const fieldStartWord = 7;
const fieldEndWord = 8;
const quotedWord = 9;
const columnsWord = 10;
const columnsEndWord = 11;
const delimiterWord = 12;
const decimalWord = 13;
const leftWord = 14;
const fivesWord = 15;
const stateWords = 16;

const stops: readonly ScanStop[] = ['full', 'starved', 'too-long'];
const needsRows = 3;

type Kernel = (
	base: number,
	end: number,
	final: number,
	maxRows: number,
	maxBatchBytes: number,
	maxRecordBytes: number
) => number;

let compiled: WebAssembly.Module | null = null;

/** The kernel's code. Throws what the platform throws: no WebAssembly, no SIMD, or a content security policy against it. */
function compileScanner(): WebAssembly.Module {
	compiled ??= new WebAssembly.Module(Uint8Array.from(atob(csvScanModule), (character) => character.charCodeAt(0)));
	return compiled;
}

/**
 * {@link RecordScanner} in WebAssembly: one pass over the bytes for records, fields and numbers. Only the numbers that take
 * more than 64 bits of digits or a far exponent are read afterwards, by `parseNumberBytes`.
 *
 * Its memory only grows: by what a batch and its records take, and at most as much again that was outgrown.
 */
export class WasmCsvScanner implements RecordScanner {
	rows = 0;
	position = 0;
	rowStart = new Uint32Array(0);
	rowEnd = new Uint32Array(0);
	rowField = new Uint32Array(0);
	fieldStart = new Uint32Array(0);
	fieldEnd = new Uint32Array(0);
	quoted = new Uint8Array(0);
	numbers: readonly Float64Array<ArrayBuffer>[] = [];
	readonly splicer: RecordSplicer;

	private readonly memory: WebAssembly.Memory;
	private readonly kernel: Kernel;
	private state = new Uint32Array(0);
	/** Columns of the record up to the last one that is read. */
	private readonly width: number;
	/** Where the first column's numbers are, and how many bytes from one column's to the next one's. */
	private numbersAddress = 0;
	private stride = 0;
	private next = firstAddress;
	private roomAddress = 0;
	private roomBytes = 0;
	/** Bytes copied into the room since the batch began, for callers with bytes of their own. */
	private copied = 0;
	/** Rows whose left numbers were read. */
	private read = 0;

	/** `delimiter`: none of the bytes that numbers are made of. Throws what the platform throws: no WebAssembly, no SIMD, a content security policy against it, no memory. */
	constructor(
		delimiter: number,
		private readonly fields: NumberFields
	) {
		this.memory = new WebAssembly.Memory({ initial: 1 });
		const { exports } = new WebAssembly.Instance(compileScanner(), { env: { memory: this.memory } });
		const { scan } = exports;
		if (typeof scan !== 'function') throw new Error('The kernel exports no scan function.');
		this.kernel = (...values) => Number(scan(...values));
		this.width = Math.max(0, ...fields.columns.map((column) => column + 1));
		const fives = this.allocate(8 * fivesLength);
		const columns = this.allocate(4 * this.width);
		new BigUint64Array(this.memory.buffer, fives, fivesLength).set(powersOfFive());
		this.takeState();
		this.state[fivesWord] = fives;
		this.state[columnsWord] = columns;
		this.state[columnsEndWord] = columns + 4 * this.width;
		this.state[delimiterWord] = delimiter;
		this.state[decimalWord] = fields.decimal;
		this.growRows(1024);
		this.growFields(16_384);
		const splicer = new WasmSplicer({ memory: this.memory, allocate: (bytes) => this.allocate(bytes) });
		this.splicer = {
			reserve: (rows) => {
				splicer.reserve(rows);
				this.takeViews();
			},
			splice: (plan) => splicer.splice(plan)
		};
		this.takeViews();
	}

	restart(): void {
		this.state[rowsWord] = 0;
		this.state[positionWord] = 0;
		this.state[leftWord] = 0;
		this.rowField[0] = 0;
		this.rows = 0;
		this.position = 0;
		this.copied = 0;
		this.read = 0;
	}

	room(length: number, kept = 0): Uint8Array<ArrayBuffer> {
		if (length > this.roomBytes) {
			const bytes = aligned(Math.max(length, 2 * this.roomBytes));
			// The place that was last given out grows where it is.
			const isLast = this.roomBytes > 0 && this.roomAddress + this.roomBytes + slackBytes === this.next;
			if (isLast) this.next = this.roomAddress;
			const address = this.allocate(bytes + slackBytes);
			if (!isLast) new Uint8Array(this.memory.buffer).copyWithin(address, this.roomAddress, this.roomAddress + kept);
			this.roomAddress = address;
			this.roomBytes = bytes;
			this.takeViews();
		}
		return new Uint8Array(this.memory.buffer, this.roomAddress, this.roomBytes);
	}

	scan(bytes: Uint8Array, end: number, final: boolean, limits: ScanLimits): ScanStop {
		// Memory that grew leaves views of it empty.
		if (end > bytes.length) throw new RangeError('There are fewer bytes to scan than their end says: was their view taken before the last scan?');
		const base = bytes.buffer === this.memory.buffer ? bytes.byteOffset : this.copyOf(bytes, end);
		const words = [limits.maxRows, limits.maxBatchBytes, limits.maxRecordBytes].map((limit) => Math.min(limit, maxWord));
		// Room for as many as such bytes usually have: every list that is outgrown stays behind.
		if (this.state[fieldCapacityWord] < end / (2 * usualField)) this.growFields(Math.ceil(end / usualField));
		const usualRows = Math.min(limits.maxRows + 2, Math.ceil(end / usualRow));
		if (this.state[rowCapacityWord] < usualRows / 2) this.growRows(usualRows);
		for (;;) {
			const stop = this.kernel(base, end, Number(final), words[0], words[1], words[2]);
			if (stop < stops.length) {
				this.takeViews();
				this.rows = this.state[rowsWord];
				this.position = this.state[positionWord];
				if (this.state[leftWord] !== 0) this.readLeft(base);
				this.read = this.rows;
				return stops[stop];
			}
			if (stop === needsRows) this.growRows(Math.min(limits.maxRows + 2, 8 * this.state[rowCapacityWord]));
			else this.growFields(2 * this.state[fieldCapacityWord]);
		}
	}

	/** Copies what came since the last call; returns the address of the first byte. */
	private copyOf(bytes: Uint8Array, end: number): number {
		const room = this.room(end, this.copied);
		room.set(bytes.subarray(this.copied, end), this.copied);
		this.copied = end;
		return this.roomAddress;
	}

	/** Reads the numbers that the kernel left. */
	private readLeft(base: number): void {
		const bytes = new Uint8Array(this.memory.buffer, base);
		const { columns, decimal } = this.fields;
		columns.forEach((column, k) => {
			const values = this.numbers[k];
			const words = new Uint32Array(this.memory.buffer, values.byteOffset, 2 * this.rows);
			for (let row = this.read; row < this.rows; row++) {
				if (words[2 * row + 1] !== leftMark) continue;
				const field = this.rowField[row] + column;
				values[row] = parseNumberBytes(bytes, this.fieldStart[field], this.fieldEnd[field], decimal);
			}
		});
		this.state[leftWord] = 0;
	}

	private growRows(rows: number): void {
		const kept = this.state[rowCapacityWord];
		for (const word of [rowStartWord, rowEndWord, rowFieldWord]) this.move(word, 4 * kept, 4 * rows);
		// Columns that were a multiple of 4 kB apart would drive each other out of the first level cache.
		const stride = Math.ceil((8 * rows) / 4096) * 4096 + 64;
		const { columns } = this.fields;
		const address = this.allocate(columns.length * stride);
		const memory = new Uint8Array(this.memory.buffer);
		columns.forEach((_, k) => {
			const from = this.numbersAddress + k * this.stride;
			memory.copyWithin(address + k * stride, from, from + 8 * kept);
		});
		this.numbersAddress = address;
		this.stride = stride;
		const table = new Uint32Array(this.memory.buffer, this.state[columnsWord], this.width);
		columns.forEach((column, k) => {
			table[column] = address + k * stride;
		});
		this.state[rowCapacityWord] = rows;
	}

	private growFields(fields: number): void {
		const kept = this.state[fieldCapacityWord];
		this.move(fieldStartWord, 4 * kept, 4 * fields);
		this.move(fieldEndWord, 4 * kept, 4 * fields);
		this.move(quotedWord, kept, fields);
		this.state[fieldCapacityWord] = fields;
	}

	/** Gives a list of the state a larger place. */
	private move(word: number, kept: number, bytes: number): void {
		const address = this.allocate(bytes);
		const from = this.state[word];
		new Uint8Array(this.memory.buffer).copyWithin(address, from, from + kept);
		this.state[word] = address;
	}

	/** The address of so many bytes that nothing else uses, 16-byte aligned. Throws a RangeError when there is no more memory. */
	private allocate(bytes: number): number {
		const address = this.next;
		this.next = aligned(address + bytes);
		const lacking = this.next + slackBytes - this.memory.buffer.byteLength;
		if (lacking > 0) {
			this.memory.grow(Math.ceil(lacking / pageBytes));
			this.takeState();
		}
		return address;
	}

	private takeState(): void {
		this.state = new Uint32Array(this.memory.buffer, stateAddress, stateWords);
	}

	private takeViews(): void {
		const { buffer } = this.memory;
		const { state, numbersAddress, stride } = this;
		const rows = state[rowCapacityWord];
		const fields = state[fieldCapacityWord];
		if (this.rowStart.buffer === buffer && this.rowStart.length === rows && this.fieldStart.length === fields) return;
		this.rowStart = new Uint32Array(buffer, state[rowStartWord], rows);
		this.rowEnd = new Uint32Array(buffer, state[rowEndWord], rows);
		this.rowField = new Uint32Array(buffer, state[rowFieldWord], rows);
		this.fieldStart = new Uint32Array(buffer, state[fieldStartWord], fields);
		this.fieldEnd = new Uint32Array(buffer, state[fieldEndWord], fields);
		this.quoted = new Uint8Array(buffer, state[quotedWord], fields);
		this.numbers = this.fields.columns.map((_, k) => new Float64Array(buffer, numbersAddress + k * stride, rows));
	}
}

function aligned(bytes: number): number {
	return Math.ceil(bytes / 16) * 16;
}
