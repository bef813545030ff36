import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** SHA-256 of a file's bytes, as 64 hex digits. */
export async function sha256OfFile(path: string): Promise<string> {
	const hash = createHash('sha256');
	const bytes: AsyncIterable<Uint8Array> = createReadStream(path);
	for await (const chunk of bytes) hash.update(chunk);
	return hash.digest('hex');
}
