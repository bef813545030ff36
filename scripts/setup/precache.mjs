import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const placeholder = 'self.__SHRIKE_PRECACHE';
const workerFile = 'service-worker.js';
// version.json must come from the network: it says whether there is a newer build than the one that asks.
const left = new Set([workerFile, '_headers', '_app/version.json']);

/** @param {string} folder */
function precachedFiles(folder) {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !entry.name.endsWith('.map'))
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
		// The SDK runs in pages of other origins, which no service worker of ours answers.
		.filter((path) => !left.has(path) && !path.startsWith('sdk/'))
		.sort();
}

/** @param {string} folder @param {string} path */
function entryOf(folder, path) {
	const bytes = readFileSync(join(folder, path));
	const sha256 = createHash('sha256').update(bytes).digest();
	return {
		url: path === 'index.html' ? './' : encodeURI(path),
		// Hashed names need no revision; others are fetched past the HTTP cache when their bytes change.
		revision: path.startsWith('_app/immutable/') ? null : sha256.toString('hex').slice(0, 16),
		integrity: `sha256-${sha256.toString('base64')}`
	};
}

/**
 * Writes the list of everything in a built folder, with digests, into its service worker. SvelteKit's own list
 * (`$service-worker`) lacks worker scripts with their chunks and has no digests; without these a deployment during an
 * install could mix two versions.
 * @param {string} folder
 */
export function injectPrecache(folder) {
	const entries = precachedFiles(folder).map((path) => entryOf(folder, path));
	const version = createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 16);
	const worker = join(folder, workerFile);
	const parts = readFileSync(worker, 'utf8').split(placeholder);
	if (parts.length !== 2) throw new Error(`${workerFile} names ${placeholder} ${parts.length - 1} times instead of once`);
	writeFileSync(worker, parts.join(JSON.stringify({ version, entries })));
}
