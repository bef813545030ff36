import { ShrikeError } from '../../core/errors';
import { fingerprintBlob } from '../../core/run/fingerprint';
import type { FileIdentity } from '../../core/run/types';
import type { FileSource } from '../types';

export type Identify = (source: FileSource) => Promise<FileIdentity & { readonly fingerprint: string }>;

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

/** {@link identify} that remembers the file it was given last: one that is previewed is scored next, and downloaded then. */
export function identifyingOnce(): Identify {
	let last: { readonly source: FileSource; readonly identity: ReturnType<Identify> } | null = null;
	return (source) => {
		if (last && isSameFile(last.source, source)) return last.identity;
		const asked = (last = { source, identity: identify(source) });
		asked.identity.catch(() => {
			if (last === asked) last = null;
		});
		return asked.identity;
	};
}

/** Whether they are one file that was not changed since, as the browser tells: what changes a file changes its time, or cannot be read. */
function isSameFile({ blob: a, name }: FileSource, { blob: b, name: other }: FileSource): boolean {
	return a instanceof File && b instanceof File && name === other && a.size === b.size && a.lastModified === b.lastModified;
}
