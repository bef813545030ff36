import { ShrikeError } from '../../core/errors';
import { fingerprintBlob } from '../../core/run/fingerprint';
import type { FileIdentity } from '../../core/run/types';
import type { FileSource } from '../types';

/** Name, size and fingerprint of a file. Throws `file.changed` when it can no longer be read. */
export async function identify({ blob, name }: FileSource): Promise<FileIdentity & { readonly fingerprint: string }> {
	try {
		return { name, size: blob.size, fingerprint: await fingerprintBlob(blob) };
	} catch (cause) {
		throw new ShrikeError(
			'file.changed',
			`“${name}” cannot be read any more: it was changed, moved or deleted after it was chosen. Choose it again.`,
			{ name },
			{ cause }
		);
	}
}
