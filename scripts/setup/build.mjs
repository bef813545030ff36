import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { root } from './root.mjs';
import { sourceHash } from './source-hash.mjs';

/** Written last by every build (see finish-build.mjs), so that a broken one is never taken for whole. */
export const stampName = '.source-hash';

function builtFrom() {
	try {
		return readFileSync(join(root, 'build', stampName), 'utf8');
	} catch {
		return null;
	}
}

/**
 * Builds the app with Vite. Warnings and errors are shown as they come. What it says on standard output is shown only
 * when it fails: SvelteKit ends with the advice to run a preview, which is not how this app is served.
 * @returns {boolean} whether it succeeded
 */
export function build() {
	const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
	const args = [vite, 'build', '--logLevel', 'warn'];
	const { status, stdout } = spawnSync(process.execPath, args, {
		cwd: root,
		stdio: ['ignore', 'pipe', 'inherit'],
		encoding: 'utf8',
		maxBuffer: 64 * 2 ** 20
	});
	if (status !== 0) process.stderr.write(stdout ?? '');
	return status === 0;
}

/** Builds when the sources are not those of the last build. Ends the process when that fails. */
export function ensureBuilt() {
	if (builtFrom() === sourceHash()) return;
	console.error('Building …');
	if (build()) return;
	console.error('The build failed; the lines above say why.');
	process.exit(1);
}
