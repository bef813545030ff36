import { constants } from 'node:fs';
import { access, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { ShrikeError } from '../../src/lib/core/errors';

/** As little of a manifest as tells a pack of any version from a folder that happens to hold a `manifest.json`. */
const anyPack = z.object({ format: z.literal('shrike-pack'), files: z.record(z.string(), z.unknown()) });

/**
 * A pack replaces the folder it is written to, so that folder must be new, empty, or hold a pack and nothing else:
 * `--out .` must not cost the user their files. Rejects with `file.unwritable`; changes nothing.
 */
export async function requirePackTarget(folder: string): Promise<void> {
	const target = resolve(folder);
	const there = await stat(target).catch(() => null);
	if (there?.isDirectory()) await requireOnlyPack(target);
	else if (there) throw unwritable(target, 'it is a file. Give a folder');
	await requireWritableParent(target);
}

async function requireOnlyPack(target: string): Promise<void> {
	const entries = await readdir(target);
	if (entries.length === 0) return;
	const files = await packFiles(target);
	const foreign = entries.find((name) => name !== 'manifest.json' && !files.has(name)) ?? (files.size > 0 ? undefined : entries[0]);
	if (foreign === undefined) return;
	throw unwritable(target, `it holds “${foreign}”, which is no part of a pack and would be lost. Give a new folder`);
}

/** The files that the pack in a folder names; none where there is no pack. */
async function packFiles(target: string): Promise<ReadonlySet<string>> {
	try {
		const read = anyPack.safeParse(JSON.parse(await readFile(join(target, 'manifest.json'), 'utf8')));
		return new Set(read.success ? Object.keys(read.data.files) : []);
	} catch {
		return new Set();
	}
}

/** Folders on the way that are missing will be made; the first that is there must allow it. */
async function requireWritableParent(target: string): Promise<void> {
	for (let parent = dirname(target); ; parent = dirname(parent)) {
		const there = await stat(parent).catch(() => null);
		if (there === null && parent !== dirname(parent)) continue;
		if (there?.isDirectory() && (await mayWrite(parent))) return;
		throw unwritable(target, `nothing can be made in ${parent}. Check its permissions, or give another folder`);
	}
}

function mayWrite(folder: string): Promise<boolean> {
	return access(folder, constants.W_OK).then(
		() => true,
		() => false
	);
}

function unwritable(folder: string, why: string): ShrikeError {
	return new ShrikeError('file.unwritable', `The pack cannot be written to ${folder}: ${why}.`, { folder });
}
