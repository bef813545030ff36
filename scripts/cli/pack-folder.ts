import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { ShrikeError } from '../../src/lib/core/errors';
import { loadPack } from '../../src/lib/core/pack/load';
import type { Pack, ReadFile } from '../../src/lib/core/pack/load';
import { packIndex } from '../../src/lib/core/pack/manifest';
import type { PackIndex } from '../../src/lib/core/pack/manifest';
import { requirePackTarget } from './pack-target';
import { modelFolder } from './project';

/** A pack on disk: its folder and the digest that the index beside it states, if there is one. */
export interface PackLocation {
	readonly folder: string;
	readonly sha256: string | null;
}

/** Finds a pack by the path of its folder, or by the name of one that the app comes with. Rejects with `pack.not-found`. */
export async function findPack(nameOrFolder: string): Promise<PackLocation> {
	const isPath = /[\\/]/.test(nameOrFolder);
	if (!isPath) {
		const listed = (await readIndex(modelFolder)).packs.find(({ name }) => name === nameOrFolder);
		if (listed) return { folder: join(modelFolder, listed.folder), sha256: listed.sha256 };
	}
	if (await exists(join(nameOrFolder, 'manifest.json'))) return { folder: resolve(nameOrFolder), sha256: null };
	const names = (await readIndex(modelFolder)).packs.map(({ name }) => name);
	throw new ShrikeError(
		'pack.not-found',
		`There is no pack “${nameOrFolder}”. Give a folder with a manifest.json, or one of: ${names.join(', ') || '(none is installed)'}.`
	);
}

/** {@link findPack}, loaded and verified. */
export async function loadPackFrom(nameOrFolder: string): Promise<Pack> {
	const { folder, sha256 } = await findPack(nameOrFolder);
	return loadPack(folderReader(folder), sha256);
}

/** Reads a pack's files from its folder; rejects with `pack.not-found` for one that is not there. */
export function folderReader(folder: string): ReadFile {
	return async (name) => {
		try {
			return new Uint8Array(await readFile(join(folder, name)));
		} catch (cause) {
			throw new ShrikeError(
				'pack.not-found',
				`The pack in ${folder} lacks its file “${name}”. Get the pack again from its source.`,
				{ file: name },
				{ cause }
			);
		}
	};
}

/**
 * Writes a pack's folder: first beside it, then moved into place, so that a failure leaves the old pack whole. An
 * `index.json` beside the folder is kept up to date; the app's own is made if need be. Rejects with `file.unwritable`.
 */
export async function writePack(folder: string, files: ReadonlyMap<string, Uint8Array>, entry: Omit<PackIndex['packs'][number], 'folder'>): Promise<void> {
	await requirePackTarget(folder);
	const target = resolve(folder);
	const partial = `${target}.${process.pid}.partial`;
	const old = `${target}.${process.pid}.old`;
	try {
		await mkdir(partial, { recursive: true });
		for (const [name, bytes] of files) await writeFile(join(partial, name), bytes);
		const replaces = await exists(target);
		if (replaces) await rename(target, old);
		await rename(partial, target);
	} catch (error) {
		if (!(await exists(target)) && (await exists(old))) await rename(old, target);
		throw error;
	} finally {
		await rm(partial, { recursive: true, force: true });
	}
	await rm(old, { recursive: true, force: true });
	const parent = dirname(target);
	if (parent === resolve(modelFolder) || (await exists(join(parent, 'index.json')))) {
		await updateIndex(parent, { ...entry, folder: basename(target) });
	}
}

async function updateIndex(parent: string, entry: PackIndex['packs'][number]): Promise<void> {
	const { packs } = await readIndex(parent);
	const at = packs.findIndex(({ folder }) => folder === entry.folder);
	const updated: PackIndex = { packs: at < 0 ? [...packs, entry] : packs.with(at, entry) };
	const path = join(parent, 'index.json');
	const partial = `${path}.${process.pid}.partial`;
	await writeFile(partial, `${JSON.stringify(updated, null, '\t')}\n`);
	await rename(partial, path);
}

async function readIndex(folder: string): Promise<PackIndex> {
	const path = join(folder, 'index.json');
	if (!(await exists(path))) return { packs: [] };
	const parsed = packIndex.safeParse(JSON.parse(await readFile(path, 'utf8')));
	if (!parsed.success) throw new ShrikeError('pack.invalid', `${path} is no list of packs. Restore it, or delete it and train again.`);
	return parsed.data;
}

async function exists(path: string): Promise<boolean> {
	return access(path).then(
		() => true,
		() => false
	);
}
