import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tsImport } from 'tsx/esm/api';
import { stampName } from './build.mjs';
import { injectPrecache } from './precache.mjs';
import { root } from './root.mjs';

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
			const module = '../../src/lib/server/headers-file.ts';
			/** @type {typeof import('../../src/lib/server/headers-file.ts')} */
			const { headersFile } = await tsImport(module, { parentURL: import.meta.url, tsconfig: false });
			writeFileSync(join(folder, '_headers'), headersFile(readFileSync(join(folder, 'index.html'), 'utf8')));
			writeFileSync(join(folder, stampName), hash);
		}
	};
}
