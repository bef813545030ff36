import { ShrikeError } from '../../errors';
import type { KeyedHash } from '../../privacy/keyed-hash';
import { z } from '../../zod';
import { crc32 } from './checksum';
import { corruptState } from './corrupt';
import type { Pieces } from './pieces';
import { aligned, alignment } from './writer';
import type { StateWriter } from './writer';

const version = 1;
/** “SHRK” in a little-endian word. */
const magic = 0x4b524853;
/** The magic word and the header's length. */
const prefix = 8;
const longestHeader = 4096;
/** Bytes. */
const checkedAPiece = 2 ** 22;

const anyHeader = z.looseObject({ format: z.literal('shrike-profiles'), version: z.number() });
const header = z.strictObject({
	format: z.literal('shrike-profiles'),
	version: z.literal(version),
	/** See `KeyedHash.keyId`. */
	keyId: z.string(),
	/** Of the profile steps, what feeds them, and the raw columns. */
	pipeline: z.string(),
	/** CRC-32 of what follows the header: it finds accidents, not forgeries, which every reader of the arrays guards against. */
	crc32: z.number()
});

/** Closes what a session wrote: magic word, length of the header, header as JSON, padded with blanks, arrays. */
export function* sealState(body: StateWriter, keyId: string, pipeline: string): Pieces<Uint8Array<ArrayBuffer>> {
	const headerOf = (checksum: number): Uint8Array =>
		new TextEncoder().encode(JSON.stringify({ format: 'shrike-profiles', version, keyId, pipeline, crc32: checksum }));
	// With the longest number; blanks fill up to it.
	const offset = aligned(prefix + headerOf(2 ** 32 - 1).length);
	const bytes = yield* body.finish(offset);
	let checksum = 0;
	for (let at = offset; at < bytes.length; at += checkedAPiece) {
		checksum = crc32(bytes.subarray(at, at + checkedAPiece), checksum);
		yield;
	}
	const head = headerOf(checksum);
	bytes.fill(0x20, prefix, offset);
	const words = new DataView(bytes.buffer);
	words.setUint32(0, magic, true);
	words.setUint32(4, offset - prefix, true);
	bytes.set(head, prefix);
	return bytes;
}

/**
 * The arrays of a sealed state. Throws `state.corrupt` for other bytes, another version or a digest that does not fit,
 * `state.other-pipeline`, `state.other-key`.
 */
export function openState(bytes: Uint8Array, hash: KeyedHash, pipeline: string): Uint8Array<ArrayBuffer> {
	const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length < prefix || words.getUint32(0, true) !== magic) throw corruptState('they are not profiles saved by Shrike');
	const length = words.getUint32(4, true);
	if (length > longestHeader || length % alignment !== 0 || prefix + length > bytes.length) throw corruptState('they end too early');
	const { keyId, pipeline: theirs, crc32: checksum } = headerOf(bytes.subarray(prefix, prefix + length));
	if (theirs !== pipeline) {
		throw new ShrikeError(
			'state.other-pipeline',
			'The saved profiles belong to a model that remembers other things. Use profiles saved with this model.'
		);
	}
	if (keyId !== hash.keyId) {
		throw new ShrikeError(
			'state.other-key',
			'The names in the saved profiles were made by another installation’s key, so no card would be found again. ' +
				'Use the key that they were saved with, or make the profiles again here.'
		);
	}
	// A copy, since arrays have to begin at multiples of 8 bytes.
	const body = bytes.slice(prefix + length);
	if (crc32(body) !== checksum) throw corruptState('they were changed or cut off after they were saved');
	return body;
}

function headerOf(bytes: Uint8Array): z.infer<typeof header> {
	let json: unknown;
	try {
		json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		throw corruptState('their header is not JSON');
	}
	const any = anyHeader.safeParse(json);
	if (!any.success) throw corruptState('they are not profiles saved by Shrike');
	if (any.data.version !== version) throw corruptState(`they have version ${any.data.version}; this Shrike reads ${version}`);
	const parsed = header.safeParse(json);
	if (!parsed.success) throw corruptState('their header is incomplete');
	return parsed.data;
}
