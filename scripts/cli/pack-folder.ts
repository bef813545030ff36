import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { ShrikeError } from '../../src/lib/core/errors';
import { loadPack } from '../../src/lib/core/pack/load';
import type { Pack, ReadFile } from '../../src/lib/core/pack/load';
import { manifest, packIndex } from '../../src/lib/core/pack/manifest';
import type { Manifest, PackIndex } from '../../src/lib/core/pack/manifest';
import { sha256OfFile } from './file-digest';
import { requirePackTarget } from './pack-target';
import { modelFolder } from './project';

/** A pack on disk: its folder and the digest that the index beside it states, if there is one. */
export interface PackLocation {
	readonly folder: string;
	readonly sha256: string | null;
}

type IndexEntry = PackIndex['packs'][number];

/** An entry as any release wrote it: older ones did not repeat the pack's schema. */
const anyIndex = z.object({ packs: z.array(z.object({ name: z.string(), title: z.string(), folder: z.string(), sha256: z.string() })) });

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
export async function writePack(
	folder: string,
	files: ReadonlyMap<string, Uint8Array>,
	entry: Omit<IndexEntry, 'folder' | 'schema'>
): Promise<void> {
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

/**
 * Writes the `index.json` of a folder of packs anew: the packs that it lists, in its order, then those that only lie
 * there. What is said of them comes from their manifests. Resolves with the entries.
 */
export async function rebuildIndex(parent: string): Promise<PackIndex> {
	const listed = (await readAnyIndex(parent)).map(({ folder }) => folder);
	const there = (await readdir(parent, { withFileTypes: true })).filter((item) => item.isDirectory()).map(({ name }) => name);
	const folders = [...listed, ...there.filter((name) => !listed.includes(name)).sort()];
	const packs: IndexEntry[] = [];
	for (const folder of folders) {
		const path = join(parent, folder, 'manifest.json');
		if (!(await exists(path))) continue;
		const { name, title, schema } = await readManifest(path);
		packs.push({ name, title, folder, sha256: await sha256OfFile(path), schema });
	}
	return writeIndex(parent, { packs });
}

async function updateIndex(parent: string, entry: Omit<IndexEntry, 'schema'>): Promise<void> {
	const packs = await readAnyIndex(parent);
	const at = packs.findIndex(({ folder }) => folder === entry.folder);
	const listed = at < 0 ? [...packs, entry] : packs.with(at, entry);
	const complete = listed.map(async (one): Promise<IndexEntry> => {
		const { schema } = await readManifest(join(parent, one.folder, 'manifest.json'));
		return { ...one, schema };
	});
	await writeIndex(parent, { packs: await Promise.all(complete) });
}

async function writeIndex(parent: string, index: PackIndex): Promise<PackIndex> {
	const path = join(parent, 'index.json');
	const partial = `${path}.${process.pid}.partial`;
	await writeFile(partial, `${JSON.stringify(index, null, '\t')}\n`);
	await rename(partial, path);
	return index;
}

/** The packs that a folder lists. Rejects with `pack.invalid`. */
export async function readIndex(folder: string): Promise<PackIndex> {
	const path = join(folder, 'index.json');
	if (!(await exists(path))) return { packs: [] };
	const parsed = packIndex.safeParse(JSON.parse(await readFile(path, 'utf8')));
	if (!parsed.success) throw noIndex(path);
	return parsed.data;
}

async function readAnyIndex(folder: string): Promise<Omit<IndexEntry, 'schema'>[]> {
	const path = join(folder, 'index.json');
	if (!(await exists(path))) return [];
	const parsed = anyIndex.safeParse(JSON.parse(await readFile(path, 'utf8')));
	if (!parsed.success) throw noIndex(path);
	return parsed.data.packs;
}

async function readManifest(path: string): Promise<Pick<Manifest, 'name' | 'title' | 'schema'>> {
	const { shape } = manifest;
	const known = z.object({ name: shape.name, title: shape.title, schema: shape.schema }).safeParse(JSON.parse(await readFile(path, 'utf8')));
	if (!known.success) throw new ShrikeError('pack.invalid', `${path} is not that of a pack. Get the pack again, or remove its folder.`);
	return known.data;
}

function noIndex(path: string): ShrikeError {
	return new ShrikeError('pack.invalid', `${path} is no list of packs. Restore it, or delete it and run “shrike index-packs”.`);
}

async function exists(path: string): Promise<boolean> {
	return access(path).then(
		() => true,
		() => false
	);
}
