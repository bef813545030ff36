import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { root } from './root.mjs';

const folders = ['src', 'static', 'scripts/setup'];
const files = ['package.json', 'package-lock.json', 'svelte.config.js', 'tsconfig.json', 'vite.config.ts'];

/** @param {string} folder */
function filesUnder(folder) {
	if (!existsSync(join(root, folder))) return [];
	return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
		.map((entry) => join(entry.parentPath, entry.name));
}

/**
 * 16 hex digits over the name and content of everything that goes into a build. It is the app's version too, so the
 * same sources give the same bytes. Contents, not times: a clone or a branch switch changes only the latter.
 */
export function sourceHash() {
	const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '');
	const paths = [...folders.flatMap(filesUnder), ...files.map((file) => join(root, file))];
	for (const path of paths.sort()) hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
	return hash.digest('hex').slice(0, 16);
}
