import { crc32c } from './crc32c';

/** TensorFlow stores checksums masked, since a checksum of data that hold checksums is weak. */
function masked(bytes: Uint8Array): number {
	const crc = crc32c(bytes);
	return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** One TFRecord: length (u64), its checksum, the payload, its checksum; little-endian. */
export function tfRecord(payload: Uint8Array): Uint8Array<ArrayBuffer> {
	const frame = new Uint8Array(payload.length + 16);
	const view = new DataView(frame.buffer);
	view.setBigUint64(0, BigInt(payload.length), true);
	view.setUint32(8, masked(frame.subarray(0, 8)), true);
	frame.set(payload, 12);
	view.setUint32(12 + payload.length, masked(payload), true);
	return frame;
}
