import type { ScoredBlock } from '../core/run/types';

type Features = NonNullable<ScoredBlock['features']>;

/** The columns of a block that have a value for each row, in the order in which their bytes are stored. */
type Columns = Pick<ScoredBlock, 'offset' | 'score' | 'amount' | 'timestamp' | 'margin' | 'decision' | 'label'>;

/** Of releases before version 3 of the database. */
type BlockOfArrays = Omit<ScoredBlock, 'features'> & { readonly runId: string };

/**
 * A block without its features; those lie in their own table, so that reading a result does not drag them along. Bytes are
 * Blobs, which cost a browser a third less than arrays: of a value with a key inside, Chromium makes a second copy to find
 * the key, and it tries to compress it. Browsers that store no Blobs get buffers.
 */
export type StoredBlock =
	| BlockOfArrays
	| (Omit<BlockOfArrays, keyof Columns> & { readonly bytes: Blob | ArrayBuffer });

export interface StoredFeatures {
	readonly runId: string;
	readonly index: number;
	readonly rows: Uint32Array | null;
	/** An array in releases before version 3 of the database. */
	readonly values: Blob | ArrayBuffer | Float32Array;
}

export interface StoredParts {
	readonly columns: StoredBlock;
	readonly features: StoredFeatures | null;
}

/** A block as it is stored: copies of its arrays' own bytes. */
export async function toStored(runId: string, { features, ...block }: ScoredBlock, asBlobs: boolean): Promise<StoredParts> {
	const { offset, score, amount, timestamp, margin, decision, label, ...rest } = block;
	const bytesOf = (arrays: Parameters<typeof blobOf>[0]) => (asBlobs ? blobOf(arrays) : blobOf(arrays).arrayBuffer());
	return {
		columns: { ...rest, runId, bytes: await bytesOf([offset, score, amount, timestamp, margin, decision, label]) },
		features: features && { runId, index: block.index, rows: features.rows?.slice() ?? null, values: await bytesOf([features.values]) }
	};
}

/** The block as it was given. Rejects when its bytes cannot be read any more. */
export async function fromStored(stored: StoredBlock, features: StoredFeatures | null): Promise<ScoredBlock> {
	const { runId: _runId, ...rest } = stored;
	const kept = features && (await featuresOf(features));
	if (!('bytes' in rest)) return { ...rest, features: kept };
	const { bytes, ...block } = rest;
	return { ...block, ...columnsOf(await bufferOf(bytes), block.rows), features: kept };
}

async function featuresOf({ rows, values }: StoredFeatures): Promise<Features> {
	return { rows, values: values instanceof Float32Array ? values : new Float32Array(await bufferOf(values)) };
}

function columnsOf(buffer: ArrayBuffer, rows: number): Columns {
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
		label: take(Uint8Array)
	};
}

function blobOf(arrays: readonly (Float64Array | Float32Array | Uint8Array)[]): Blob {
	return new Blob(arrays.map((array) => (array.buffer instanceof ArrayBuffer ? bytesIn(array.buffer, array) : array.slice())));
}

function bytesIn(buffer: ArrayBuffer, { byteOffset, byteLength }: ArrayBufferView): Uint8Array<ArrayBuffer> {
	return new Uint8Array(buffer, byteOffset, byteLength);
}

function bufferOf(bytes: Blob | ArrayBuffer): Promise<ArrayBuffer> | ArrayBuffer {
	return bytes instanceof Blob ? bytes.arrayBuffer() : bytes;
}
