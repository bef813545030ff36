import { ShrikeError } from '../core/errors';
import { loadPack } from '../core/pack/load';
import type { Pack } from '../core/pack/load';
import type { PackSource } from './types';

/** Fetches bytes; rejects when there are none. */
export type ReadUrl = (url: string) => Promise<Uint8Array<ArrayBuffer>>;

/** Loads and verifies a pack from wherever it is. Throws `pack.not-found` and what `loadPack` throws. */
export function readPack(source: PackSource, readUrl: ReadUrl): Promise<Pack> {
	const { location, label, sha256 } = source;
	return loadPack(async (name) => {
		if (location.kind === 'files') {
			const bytes = location.files[name];
			if (bytes) return bytes;
			throw notFound(label, name, `it has no file “${name}”`);
		}
		try {
			return await readUrl(`${location.base.replace(/\/$/, '')}/${name}`);
		} catch (cause) {
			if (cause instanceof ShrikeError) throw cause;
			throw notFound(label, name, `“${name}” could not be read (${cause instanceof Error ? cause.message : 'no reason given'})`, cause);
		}
	}, sha256);
}

/** {@link ReadUrl} by `fetch`. */
export async function fetchBytes(url: string): Promise<Uint8Array<ArrayBuffer>> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`the server answered ${response.status}`);
	return new Uint8Array(await response.arrayBuffer());
}

function notFound(label: string, file: string, why: string, cause?: unknown): ShrikeError {
	return new ShrikeError(
		'pack.not-found',
		`The model “${label}” could not be loaded: ${why}. Check where it comes from and try again.`,
		{ file },
		{ cause }
	);
}
