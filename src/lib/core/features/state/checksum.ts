const polynomial = 0xedb88320;

/** Tables for four bytes at once (Kounavis and Berry, “slicing”, 2005). */
const tables = makeTables();

function makeTables(): Int32Array[] {
	const first = Int32Array.from({ length: 256 }, (_, byte) => {
		let crc = byte;
		for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
		return crc;
	});
	const all = [first];
	for (let t = 1; t < 4; t++) all.push(all[t - 1].map((crc) => (crc >>> 8) ^ first[crc & 255]));
	return all;
}

/** CRC-32 as in gzip and PNG (ISO 3309). */
export function crc32(bytes: Uint8Array): number {
	const [t0, t1, t2, t3] = tables;
	const whole = bytes.length - (bytes.length % 4);
	let crc = -1;
	let at = 0;
	for (; at < whole; at += 4) {
		crc ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
		crc = t3[crc & 255] ^ t2[(crc >>> 8) & 255] ^ t1[(crc >>> 16) & 255] ^ t0[crc >>> 24];
	}
	for (; at < bytes.length; at++) crc = t0[(crc ^ bytes[at]) & 255] ^ (crc >>> 8);
	return ~crc >>> 0;
}
