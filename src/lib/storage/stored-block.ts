import { keyColumn } from '../core/run/key-column';
import { cellsText } from '../core/run/cells-text';
import type { KeyColumn } from '../core/run/key-column';
import type { ScoredBlock } from '../core/run/types';
import type { FeatureFiles, FilePlace } from './feature-files';

type Features = NonNullable<ScoredBlock['features']>;

/** The columns of a block that have a value for each row, in the order in which their bytes are stored. */
type Columns = Pick<ScoredBlock, 'offset' | 'score' | 'amount' | 'timestamp' | 'margin' | 'decision' | 'label'>;

type Keys = ScoredBlock['keys'];

/** Cells in one text, see `cellsText`; in an array in releases before that. */
type StoredKept = readonly { readonly row: number; readonly cells: string | readonly string[] }[];

/** Of releases before version 3 of the database. */
type BlockOfArrays = Omit<ScoredBlock, 'features' | 'keys' | 'kept'> & {
	readonly runId: string;
	readonly keys: { readonly [column: string]: readonly string[] };
	readonly kept: StoredKept;
};

type BlockOfBytes = Omit<BlockOfArrays, keyof Columns | 'keys'> & {
	readonly bytes: Blob | ArrayBuffer;
	/** How many bytes the texts of each have, which come after the columns, in this order; of older releases the texts. */
	readonly keys: { readonly [column: string]: number | readonly string[] };
};

/**
 * A block without its features; those lie in their own table, so that reading a result does not drag them along. Bytes are
 * Blobs, which cost a browser a third less than arrays: of a value with a key inside, Chromium makes a second copy to find
 * the key, and it tries to compress it. Browsers that store no Blobs get buffers.
 */
export type StoredBlock = BlockOfArrays | BlockOfBytes;

export interface StoredFeatures {
	readonly runId: string;
	readonly index: number;
	readonly rows: Uint32Array | null;
	/** Where they lie in the file of their run, or themselves; an array in releases before version 3 of the database. */
	readonly values: FilePlace | Blob | ArrayBuffer | Float32Array;
	/** Whether they lie column by column; releases without this field wrote them row by row. */
	readonly byColumn?: boolean;
}

export interface StoredParts {
	readonly columns: StoredBlock;
	readonly features: StoredFeatures | null;
}

/** The bytes of a block's features. */
export function featureBytes({ values }: Features): Uint8Array {
	return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/**
 * A block as it is stored: copies of its arrays' own bytes.
 *
 * @param place where its features lie; null to store them with it
 */
export async function toStored(
	runId: string,
	{ features, ...block }: ScoredBlock,
	asBlobs: boolean,
	place: FilePlace | null = null
): Promise<StoredParts> {
	const { offset, score, amount, timestamp, margin, decision, label, keys, ...rest } = block;
	const texts = Object.values(keys).flatMap(({ ends, bytes }) => [ends, bytes]);
	const sizes = Object.entries(keys).map(([name, { bytes }]): [string, number] => [name, bytes.length]);
	const bytesOf = (arrays: Parameters<typeof blobOf>[0]) => (asBlobs ? blobOf(arrays) : blobOf(arrays).arrayBuffer());
	return {
		columns: {
			...rest,
			runId,
			keys: Object.fromEntries(sizes),
			bytes: await bytesOf([offset, score, amount, timestamp, margin, decision, label, ...texts])
		},
		features: features && {
			...{ runId, index: block.index, rows: features.rows?.slice() ?? null, byColumn: true },
			values: place ?? (await bytesOf([features.values]))
		}
	};
}

/** The block as it was given; without features where their file is lost. Rejects when its bytes cannot be read any more. */
export async function fromStored(
	stored: StoredBlock,
	features: StoredFeatures | null,
	files?: FeatureFiles
): Promise<ScoredBlock> {
	const { runId: _runId, ...rest } = stored;
	const kept = features && (await featuresOf(features, stored.rows, files));
	if (!('bytes' in rest)) return { ...rest, kept: rowsOf(rest.kept), keys: keysOf(rest.keys, new ArrayBuffer(0), 0, 0), features: kept };
	const { bytes, keys, ...block } = rest;
	const buffer = await bufferOf(bytes);
	const { end, ...columns } = columnsOf(buffer, block.rows);
	return { ...block, ...columns, kept: rowsOf(block.kept), keys: keysOf(keys, buffer, end, block.rows), features: kept };
}

function rowsOf(stored: StoredKept): ScoredBlock['kept'] {
	return stored.map(({ row, cells }) => ({ row, cells: typeof cells === 'string' ? cells : cellsText(cells) }));
}

async function featuresOf(stored: StoredFeatures, blockRows: number, files: FeatureFiles | undefined): Promise<Features | null> {
	const { rows, byColumn } = stored;
	const values = await valuesOf(stored, files);
	return values && { rows, values: byColumn ? values : columnByColumn(values, rows?.length ?? blockRows) };
}

async function valuesOf({ runId, values }: StoredFeatures, files: FeatureFiles | undefined): Promise<Float32Array | null> {
	if (values instanceof Float32Array) return values;
	const bytes = isPlace(values) ? await files?.read(runId, values) : await bufferOf(values);
	return bytes ? new Float32Array(bytes) : null;
}

/** `[kept × columns]` as `[columns × kept]`. */
function columnByColumn(values: Float32Array, kept: number): Float32Array {
	const width = values.length / kept;
	return values.map((_, at) => values[(at % kept) * width + Math.floor(at / kept)]);
}

function isPlace(values: FilePlace | Blob | ArrayBuffer): values is FilePlace {
	return !(values instanceof Blob || values instanceof ArrayBuffer);
}

function columnsOf(buffer: ArrayBuffer, rows: number): Columns & { readonly end: number } {
	let at = 0;
	const take = <A>(Type: { new (buffer: ArrayBuffer): A; readonly BYTES_PER_ELEMENT: number }): A => {
		const from = at;
		at += rows * Type.BYTES_PER_ELEMENT;
		return new Type(buffer.slice(from, at));
	};
	return {
		offset: take(Float64Array),
		score: take(Float64Array),
		amount: take(Float64Array),
		timestamp: take(Float64Array),
		margin: take(Float32Array),
		decision: take(Uint8Array),
		label: take(Uint8Array),
		end: at
	};
}

/** @param from where in `buffer` the texts begin */
function keysOf(stored: BlockOfBytes['keys'], buffer: ArrayBuffer, from: number, rows: number): Keys {
	let at = from;
	const cut = (bytes: number): ArrayBuffer => buffer.slice(at, (at += bytes));
	const columnOf = (kept: number | readonly string[]): KeyColumn =>
		typeof kept === 'number' ? { ends: new Uint32Array(cut(rows * 4)), bytes: new Uint8Array(cut(kept)) } : keyColumn(kept);
	return Object.fromEntries(Object.entries(stored).map(([name, kept]) => [name, columnOf(kept)]));
}

function blobOf(arrays: readonly (Float64Array | Float32Array | Uint32Array | Uint8Array)[]): Blob {
	return new Blob(arrays.map((array) => (array.buffer instanceof ArrayBuffer ? bytesIn(array.buffer, array) : array.slice())));
}

function bytesIn(buffer: ArrayBuffer, { byteOffset, byteLength }: ArrayBufferView): Uint8Array<ArrayBuffer> {
	return new Uint8Array(buffer, byteOffset, byteLength);
}

function bufferOf(bytes: Blob | ArrayBuffer): Promise<ArrayBuffer> | ArrayBuffer {
	return bytes instanceof Blob ? bytes.arrayBuffer() : bytes;
}
