import { rowCells } from './cells';
import { openTable } from './open';
import { Tokenizer } from './tokenizer';
import type { ByteSource, OpenOptions, OpenTable } from './types';

/** Bytes of text (as UTF-8), or a copy of bytes. For tests. */
export function bytesOf(content: string | Uint8Array): Uint8Array<ArrayBuffer> {
	return typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content);
}

/** Content as a stream of chunks with the given lengths, used in turn. For tests. */
export async function* chunksOf(
	content: string | Uint8Array,
	lengths: readonly number[] = [1 << 16]
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	const bytes = bytesOf(content);
	for (let at = 0, i = 0; at < bytes.length; i++) {
		const length = Math.max(1, lengths[i % lengths.length] ?? 1);
		yield bytes.slice(at, at + length);
		at += length;
	}
}

/** A source of content that cannot seek. For tests. */
export function sourceOf(content: string | Uint8Array, lengths?: readonly number[], name = 'test.csv'): ByteSource {
	return { name, size: bytesOf(content).length, open: () => chunksOf(content, lengths) };
}

/** All records of a text as cells, the first one included. For tests. */
export async function allCells(
	content: string | Uint8Array,
	delimiter: string,
	lengths?: readonly number[],
	maxRows = 3
): Promise<string[][]> {
	const tokenizer = new Tokenizer(chunksOf(content, lengths), delimiter);
	const rows: string[][] = [];
	for (let batch = await tokenizer.next(maxRows); batch; batch = await tokenizer.next(maxRows)) {
		for (let r = 0; r < batch.rows; r++) rows.push(rowCells(batch, r));
	}
	return rows;
}

/** The data rows of a table as cells. For tests. */
export async function dataCells(table: OpenTable, maxRows = 1000): Promise<string[][]> {
	const rows: string[][] = [];
	for await (const batch of table.batches(maxRows)) {
		for (let r = 0; r < batch.rows; r++) rows.push(rowCells(batch, r));
	}
	return rows;
}

/** Opens content as a table. For tests. */
export function opened(content: string | Uint8Array, options?: OpenOptions, lengths?: readonly number[]): Promise<OpenTable> {
	return openTable(sourceOf(content, lengths), options);
}
