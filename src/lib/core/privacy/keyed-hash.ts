import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Names a text by 16 hex digits that nobody without the key can link to it. */
export interface KeyedHash {
	/** Identifies the key without telling it: names made under another key do not match. */
	readonly keyId: string;
	/** The secret itself, for another worker of this origin that names the same texts. It must not go anywhere else. */
	readonly key: Uint8Array;
	of(text: string): string;
}

/** Bytes of a key, drawn once an installation. */
export const keyBytes = 32;

const nameDigits = 16;

/** HMAC-SHA-256 (RFC 2104) of the text's UTF-8, cut to 64 bits: among a million names two collide once in 37 million. */
export function keyedHash(key: Uint8Array): KeyedHash {
	// The key is taken in once; every text goes on from there.
	const begun = hmac.create(sha256, key);
	const of = (text: string) => bytesToHex(begun.clone().update(utf8ToBytes(text)).digest().subarray(0, nameDigits / 2));
	return { keyId: of('shrike key id'), key, of };
}
