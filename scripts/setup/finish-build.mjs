import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { tsImport } from 'tsx/esm/api';
import { stampName } from './build.mjs';
import { injectPrecache } from './precache.mjs';
import { root } from './root.mjs';

/**
 * TypeScript of the server's, in the build.
 * @param {string} module
 */
const load = (module) => tsImport(`../../src/lib/server/${module}`, { parentURL: import.meta.url, tsconfig: false });

/**
 * Writes what static hosts are to send.
 * @param {string} folder
 * @throws when the folder does not say rightly who may embed Shrike
 */
async function writeHeaders(folder) {
	/** @type {typeof import('../../src/lib/server/static-site.ts')} */
	const { readStaticSite } = await load('static-site.ts');
	/** @type {typeof import('../../src/lib/server/headers-file.ts')} */
	const { headersFile, headersFileProblem } = await load('headers-file.ts');
	const { pages, origins } = await readStaticSite(folder);
	const text = headersFile(pages, origins);
	const problem = headersFileProblem(text);
	if (problem !== null) process.stderr.write(`${problem}\n`);
	writeFileSync(join(folder, '_headers'), text);
}

/**
 * Wraps a SvelteKit adapter: when it has written build/, the service worker gets its list, static hosts get the
 * server's headers, and the stamp says which sources it was.
 * @param {import('@sveltejs/kit').Adapter} adapter
 * @param {string} hash of the sources, taken when the build began
 * @returns {import('@sveltejs/kit').Adapter}
 */
export function finishing(adapter, hash) {
	return {
		...adapter,
		async adapt(builder) {
			await adapter.adapt(builder);
			const folder = join(root, 'build');
			injectPrecache(folder);
			await writeHeaders(folder);
			writeFileSync(join(folder, stampName), hash);
		}
	};
}
