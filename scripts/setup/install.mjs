import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { root } from './root.mjs';

const stampFile = join(root, 'node_modules', '.shrike-installed');

/** @param {string} path */
function read(path) {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return null;
	}
}

/**
 * npm writes what it installed into node_modules/.package-lock.json; packages for other platforms are left out there.
 * @param {string} lockText
 */
function isInstalled(lockText) {
	const hidden = read(join(root, 'node_modules', '.package-lock.json'));
	if (hidden === null) return false;
	/** @type {Record<string, { version?: string }>} */
	const installed = JSON.parse(hidden).packages ?? {};
	/** @type {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>} */
	const wanted = JSON.parse(lockText).packages;
	return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
		const present = installed[path];
		return path === '' || (present ? present.version === version : optional === true || devOptional === true);
	});
}

/** @param {'inherit' | 'stderr'} output */
function runNpmCi(output) {
	const args = ['ci', '--loglevel=error', '--no-fund', '--no-audit'];
	/** @type {import('node:child_process').StdioOptions} */
	const stdio = ['ignore', output === 'stderr' ? 2 : 'inherit', 'inherit'];
	const npm = process.env.npm_execpath;
	// Inside an npm script its own path is known, which spares a shell on Windows.
	if (npm?.endsWith('.js')) return spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio });
	return spawnSync(['npm', ...args].join(' '), { cwd: root, stdio, shell: true });
}

/**
 * Installs the locked packages when they are missing or are not the locked ones. Ends the process when that fails.
 * Needs nothing from node_modules.
 * @param {{ output?: 'inherit' | 'stderr' }} [options] `stderr` keeps npm's words off stdout
 */
export function ensureInstalled({ output = 'inherit' } = {}) {
	const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
	const stamp = createHash('sha256').update(lockText).digest('hex');
	if (read(stampFile) === stamp) return;
	if (!isInstalled(lockText)) {
		console.error('Installing what is missing (npm ci) …');
		const { status, error } = runNpmCi(output);
		if (status !== 0) {
			console.error(error ? `npm could not be run: ${error.message}` : `npm ci failed with exit code ${status}.`);
			console.error('The lines above say why. Mend that (often the network), then run the command again.');
			process.exit(1);
		}
	}
	writeFileSync(stampFile, stamp);
}
