/**
 * Eight tables of 256 entries for eight bytes a step (Intel's “slicing-by-8”); the polynomial of RFC 1952, reflected.
 */
const TABLES = new Uint32Array(8 * 256);
for (let i = 0; i < 256; i++) {
	let c = i;
	for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
	TABLES[i] = c;
}
for (let i = 256; i < TABLES.length; i++) {
	const c = TABLES[i - 256] ?? 0;
	TABLES[i] = (c >>> 8) ^ (TABLES[c & 255] ?? 0);
}

function entry(table: number, index: number): number {
	return TABLES[(table << 8) | (index & 255)] ?? 0;
}

/** CRC-32 of gzip (RFC 1952, section 8). `before`: the value for the bytes that came before, 0 at first. */
export function crc32(bytes: Uint8Array, before = 0): number {
	let c = ~before;
	let i = 0;
	for (const end = bytes.length - 7; i < end; i += 8) {
		c ^= (bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8) | ((bytes[i + 2] ?? 0) << 16) | ((bytes[i + 3] ?? 0) << 24);
		c =
			entry(7, c) ^
			entry(6, c >>> 8) ^
			entry(5, c >>> 16) ^
			entry(4, c >>> 24) ^
			entry(3, bytes[i + 4] ?? 0) ^
			entry(2, bytes[i + 5] ?? 0) ^
			entry(1, bytes[i + 6] ?? 0) ^
			entry(0, bytes[i + 7] ?? 0);
	}
	for (; i < bytes.length; i++) c = (c >>> 8) ^ entry(0, c ^ (bytes[i] ?? 0));
	return ~c >>> 0;
}
