const polynomial = 0xedb88320;

/** Tables for sixteen bytes at once (Kounavis and Berry, “slicing”, 2005). */
const tables = makeTables();

function makeTables(): Int32Array[] {
	const first = Int32Array.from({ length: 256 }, (_, byte) => {
		let crc = byte;
		for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
		return crc;
	});
	const all = [first];
	for (let t = 1; t < 16; t++) all.push(all[t - 1].map((crc) => (crc >>> 8) ^ first[crc & 255]));
	return all;
}

/**
 * CRC-32 as in gzip and PNG (ISO 3309).
 *
 * @param before that of the bytes before these, which goes on then
 */
export function crc32(bytes: Uint8Array, before = 0): number {
	const [t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12, t13, t14, t15] = tables;
	const isAligned = bytes.byteOffset % 4 === 0;
	const words = new Int32Array(bytes.buffer, isAligned ? bytes.byteOffset : 0, isAligned ? (bytes.length >> 4) << 2 : 0);
	let crc = ~before;
	for (let at = 0; at < words.length; at += 4) {
		const [a, b, c, d] = [crc ^ words[at], words[at + 1], words[at + 2], words[at + 3]];
		crc =
			t15[a & 255] ^ t14[(a >>> 8) & 255] ^ t13[(a >>> 16) & 255] ^ t12[a >>> 24] ^
			t11[b & 255] ^ t10[(b >>> 8) & 255] ^ t9[(b >>> 16) & 255] ^ t8[b >>> 24] ^
			t7[c & 255] ^ t6[(c >>> 8) & 255] ^ t5[(c >>> 16) & 255] ^ t4[c >>> 24] ^
			t3[d & 255] ^ t2[(d >>> 8) & 255] ^ t1[(d >>> 16) & 255] ^ t0[d >>> 24];
	}
	for (let at = words.byteLength; at < bytes.length; at++) crc = t0[(crc ^ bytes[at]) & 255] ^ (crc >>> 8);
	return ~crc >>> 0;
}
