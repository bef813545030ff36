/** Bytes at a file's beginning that tell how long its rows are. */
const lookedAt = 2 ** 16;
/** Shorter segments would be messages and first lines read in vain. */
const fewestBytes = 2 ** 18;
/** Rows that pass a session in some 40 ms. */
const rowsWanted = 12_000;

const lineFeed = 0x0a;

/**
 * Length of the segments of a file whose rows have to pass the run's session: about as many bytes as one block's rows have.
 * The rows of a segment pass only when all before it have, so that while a lane works on the first blocks of a long segment
 * of short rows, the others would wait for its last.
 *
 * @param atMost bytes of a segment of other files
 */
export async function profiledSegmentBytes(file: Blob, atMost: number): Promise<number> {
	// A file that cannot be read is told of by those who need its rows.
	const begun = await file.slice(0, lookedAt).arrayBuffer().catch(() => new ArrayBuffer(0));
	const bytes = new Uint8Array(begun);
	let lines = 0;
	for (const byte of bytes) if (byte === lineFeed) lines++;
	if (lines === 0) return atMost;
	return Math.min(atMost, Math.max(fewestBytes, Math.round((bytes.length / lines) * rowsWanted)));
}
