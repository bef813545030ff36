import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { injectPrecache } from '../../scripts/setup/precache.mjs';

/**
 * A built folder that is a version of its own: the production build plus files that name the version. `model/probe.json`
 * keeps its address between versions, as a pack does; a chunk `lazy-<name>.js` exists in its own version only; and a
 * worker script is the same in all of them.
 */
export function makeVersion(name: string): string {
	const folder = mkdtempSync(join(tmpdir(), `shrike-${name}-`));
	cpSync('build', folder, { recursive: true });
	// The worker as it was before the build wrote its list into it.
	cpSync('.svelte-kit/output/client/service-worker.js', join(folder, 'service-worker.js'));
	mkdirSync(join(folder, 'model'), { recursive: true });
	writeFileSync(join(folder, 'model/probe.json'), JSON.stringify(name));
	writeFileSync(join(folder, `_app/immutable/lazy-${name}.js`), `export default ${JSON.stringify(name)};`);
	writeFileSync(
		join(folder, '_app/immutable/probe-worker.js'),
		"fetch('/model/probe.json').then((r) => r.json()).then((name) => postMessage(name));"
	);
	injectPrecache(folder);
	return folder;
}
