import { ShrikeError } from '../core/errors';
import { maskLongNumbers } from '../core/privacy/card-number';
import type { Dialect } from '../core/run/types';
import { rowCells } from './cells';
import { detectDialect, separatorLine } from './detect-dialect';
import { gunzip } from './gzip';
import { requireDistinctHeaders, requireHeader } from './header';
import { joined, PeekableBytes } from './peek';
import { detectEncoding, isGzip, refuseBinary, type TextEncoding } from './recognise';
import { Tokenizer } from './tokenizer';
import { toUtf8, withoutFirst } from './transcode';
import type { ByteSource, OpenOptions, OpenTable, RecordBatch } from './types';

/** What is looked at to recognise a file. */
const HEAD_BYTES = 128 * 1024;

/**
 * Opens a table: recognises compression, encoding, delimiter and decimal mark from its first 128 kB (what
 * `options.dialect` gives is not guessed) and reads the header. Throws `file.empty`, `file.gzip-corrupt`,
 * `file.spreadsheet`, `file.archive`, `file.binary`, `file.encoding`, `file.no-header`, `file.header-only`,
 * `file.duplicate-columns`, `file.row-too-long`, and what the source throws. `batches` throws `file.row-too-long` after
 * the rows before it; `file.gzip-corrupt` and the source's faults end it at once, with the last whole batch given out.
 */
export async function openTable(source: ByteSource, options: OpenOptions = {}): Promise<OpenTable> {
	const counter = { bytes: 0 };
	const raw = new PeekableBytes(counted(source.open(options.signal), counter));
	try {
		return await opened(source, raw, counter, options);
	} catch (error) {
		await raw.return();
		throw error;
	}
}

async function opened(
	source: ByteSource,
	raw: PeekableBytes,
	counter: { bytes: number },
	options: OpenOptions
): Promise<OpenTable> {
	const given = options.dialect ?? {};
	const first = await raw.peek(HEAD_BYTES);
	if (first.bytes.length === 0) throw emptyFile(source.name);
	const gzip = isGzip(first.bytes);
	const plain = gzip ? new PeekableBytes(gunzip(raw, source.name)) : raw;
	const head = gzip ? await plain.peek(HEAD_BYTES) : first;
	if (head.bytes.length === 0) throw emptyFile(source.name);

	const text = encodingOf(head.bytes, source.name, given.encoding);
	const unmarked = text.markBytes > 0 ? withoutFirst(plain, text.markBytes) : plain;
	const utf8 = new PeekableBytes(text.encoding === 'utf-8' ? unmarked : toUtf8(unmarked, text.encoding));
	const sample = await utf8.peek(HEAD_BYTES);
	const separator = separatorLine(sample.bytes);
	const headerStart = separator?.bytes ?? 0;
	const dialect: Dialect = {
		...detectDialect(sample.bytes.subarray(headerStart), sample.whole, { delimiter: separator?.delimiter, ...given }),
		encoding: text.encoding,
		gzip
	};

	const tokenizer = new Tokenizer(utf8, dialect.delimiter);
	await tokenizer.skipTo(headerStart, 0);
	const record = await tokenizer.next(1);
	if (!record) throw emptyFile(source.name);
	const headers = rowCells(record, 0).map((cell) => cell.trim());
	const headerBytes = joined([sample.bytes.subarray(0, headerStart), record.bytes], headerStart + record.bytes.length).slice();
	const newline = newlineAt(record.bytes, record.rowEnd[0] ?? 0);
	requireHeader(headers, source.name);
	if (tokenizer.ended) {
		throw new ShrikeError(
			'file.header-only',
			`${source.name} has a header but no rows under it. Choose a file with at least one transaction.`,
			{ headers: headers.map((header) => maskLongNumbers(header)) }
		);
	}
	requireDistinctHeaders(headers, source.name);

	const body = new Body(source, utf8, tokenizer, dialect, text.markBytes, counter, options);
	return {
		dialect,
		headers,
		headerBytes,
		headerStart,
		newline,
		byteOrderMark: text.markBytes > 0,
		batches: (maxRows, numeric) => body.batches(maxRows, numeric ?? []),
		bytesRead: () => counter.bytes,
		close: async () => {
			await utf8.return();
		}
	};
}

/** The records under the header. */
class Body {
	private pulled = false;

	constructor(
		private readonly source: ByteSource,
		private readonly utf8: PeekableBytes,
		private readonly tokenizer: Tokenizer,
		private readonly dialect: Dialect,
		private readonly markBytes: number,
		private readonly counter: { bytes: number },
		private readonly options: OpenOptions
	) {}

	async *batches(maxRows: number, numeric: readonly number[]): AsyncGenerator<RecordBatch> {
		if (this.pulled) throw new Error('The batches of a table can be pulled only once; open it again.');
		this.pulled = true;
		const { signal } = this.options;
		let chunks: AsyncIterator<Uint8Array> = this.utf8;
		try {
			const start = this.options.startOffset ?? 0;
			let tokenizer = this.tokenizer;
			const direct = this.directAt(start);
			if (direct) {
				await this.utf8.return();
				chunks = direct;
				tokenizer = new Tokenizer(direct, this.dialect.delimiter, start, null);
			} else await tokenizer.skipTo(start);
			tokenizer.readNumbers(numeric, this.dialect.decimal);
			for (;;) {
				signal?.throwIfAborted();
				const batch = await tokenizer.next(maxRows);
				if (!batch) return;
				yield batch;
			}
		} finally {
			await chunks.return?.();
		}
	}

	/** The source from a decoded offset on, where that is worth a new read: its bytes are the decoded ones. */
	private directAt(start: number): AsyncIterator<Uint8Array> | null {
		const { source, dialect, markBytes } = this;
		if (!source.openAt || dialect.gzip || dialect.encoding !== 'utf-8') return null;
		const at = start + markBytes;
		if (at <= this.counter.bytes) return null;
		this.counter.bytes = at;
		return counted(source.openAt(at, this.options.signal), this.counter);
	}
}

async function* counted(chunks: AsyncIterable<Uint8Array>, counter: { bytes: number }): AsyncGenerator<Uint8Array> {
	for await (const chunk of chunks) {
		counter.bytes += chunk.length;
		yield chunk;
	}
}

/** The user's choice of encoding goes before the guess, but a mark of that encoding is still no text. */
function encodingOf(head: Uint8Array, name: string, given: Dialect['encoding'] | undefined): TextEncoding {
	const detected = detectEncoding(head, name);
	const chosen = given === undefined || given === detected.encoding ? detected : { encoding: given, markBytes: 0 };
	if (!chosen.encoding.startsWith('utf-16')) refuseBinary(head, name);
	return chosen;
}

function newlineAt(bytes: Uint8Array, end: number): '\n' | '\r\n' | '\r' {
	if (bytes[end] !== 0x0d) return '\n';
	return bytes[end + 1] === 0x0a ? '\r\n' : '\r';
}

function emptyFile(name: string): ShrikeError {
	return new ShrikeError('file.empty', `${name} is empty. Choose a file with a header and at least one transaction.`);
}
