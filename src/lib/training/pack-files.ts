import type { TreeEnsemble } from '../core/members/trees/ensemble';
import { serialiseTrees } from '../core/members/trees/serialise';
import { sha256Hex } from '../core/pack/digest';
import { manifest as manifestSchema } from '../core/pack/manifest';
import type { Manifest } from '../core/pack/manifest';

/** A pack's files by name, `manifest.json` among them. */
export type PackFiles = Map<string, Uint8Array<ArrayBuffer>>;

const encoder = new TextEncoder();

/** JSON as a pack stores it: one line end at the end; `indent` for what people read. */
export function jsonFile(value: unknown, indent?: string): Uint8Array<ArrayBuffer> {
	return encoder.encode(`${JSON.stringify(value, null, indent)}\n`);
}

export function textFile(text: string): Uint8Array<ArrayBuffer> {
	return encoder.encode(text);
}

/** Isolation forests that `anomaly` steps read, each in the file of its name. */
export function forestFiles(forests: ReadonlyMap<string, TreeEnsemble>): PackFiles {
	return new Map([...forests].map(([name, trees]) => [name, jsonFile(serialiseTrees(trees))]));
}

/** Adds the manifest, which names every other file with its digest. Returns the pack's address, the manifest's SHA-256. */
export async function sealPack(files: PackFiles, manifest: Omit<Manifest, 'files'>): Promise<string> {
	const listed: Manifest['files'] = {};
	for (const name of [...files.keys()].sort()) {
		const bytes = files.get(name);
		if (bytes) listed[name] = { sha256: await sha256Hex(bytes), bytes: bytes.byteLength };
	}
	const bytes = jsonFile(manifestSchema.parse({ ...manifest, files: listed }), '\t');
	files.set('manifest.json', bytes);
	return sha256Hex(bytes);
}

/** Reads the files as `loadPack` wants them. */
export function readerOf(files: PackFiles): (name: string) => Promise<Uint8Array<ArrayBuffer>> {
	return (name) => {
		const bytes = files.get(name);
		return bytes ? Promise.resolve(bytes) : Promise.reject(new Error(`no file ${name}`));
	};
}
