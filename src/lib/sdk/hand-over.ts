import type { Columns, NumberColumn } from './types';

/** Columns that nobody else holds, and what must be transferred for them to go without a copy. */
export interface OwnedColumns {
	readonly columns: Columns;
	readonly transfer: Transferable[];
}

/**
 * Takes the columns' arrays away from the caller. An array that spans its whole buffer is moved: the caller's becomes empty.
 * One that shows a part of a larger buffer is copied, for the rest is not ours to take; so is shared or WebAssembly memory,
 * which cannot be moved. Lists of texts stay as they are.
 *
 * @throws TypeError for an array that was handed over before.
 */
export function handOver(given: Columns): OwnedColumns {
	const owned = new Map(Object.entries(given));
	const byBuffer = new Map<ArrayBufferLike, [string, NumberColumn][]>();
	for (const [name, column] of [...owned]) {
		if (!ArrayBuffer.isView(column)) continue;
		if (column.byteLength < column.buffer.byteLength) owned.set(name, column.slice());
		else byBuffer.set(column.buffer, [...(byBuffer.get(column.buffer) ?? []), [name, column]]);
	}
	for (const [buffer, named] of byBuffer) {
		const views = moved(buffer, named.map(([, view]) => view));
		named.forEach(([name], i) => owned.set(name, views[i]));
	}
	const buffers = [...owned.values()].flatMap((column) => (ArrayBuffer.isView(column) ? [column.buffer] : []));
	return { columns: Object.fromEntries(owned), transfer: [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer) };
}

/** The same views on the buffer after it was moved, or on copies where it cannot be. */
function moved(buffer: ArrayBufferLike, views: NumberColumn[]): NumberColumn[] {
	try {
		// Whether a buffer can be moved, only moving it tells.
		if (buffer instanceof ArrayBuffer) return structuredClone(views, { transfer: [buffer] });
	} catch {
		// WebAssembly's, or one that is gone already, of which slice tells.
	}
	return views.map((view) => view.slice());
}
