import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { chromium } from 'playwright-core';
import { root } from './root.mjs';

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function usualPlaces() {
	const { platform, env } = process;
	if (platform === 'darwin') {
		const names = ['Google Chrome', 'Chromium'];
		const folders = ['/Applications', join(env.HOME ?? '', 'Applications')];
		return folders.flatMap((folder) => names.map((name) => `${folder}/${name}.app/Contents/MacOS/${name}`));
	}
	if (platform === 'win32') {
		const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((folder) => folder !== undefined);
		return folders.map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'));
	}
	const folders = [...(env.PATH ?? '').split(delimiter).filter(Boolean), '/usr/bin', '/usr/local/bin'];
	return commands.flatMap((command) => folders.map((folder) => join(folder, command)));
}

/**
 * The Chromium to test with: CHROME_PATH, then the usual places, then Playwright's own.
 * @returns {string | null}
 */
export function findChromium() {
	const chosen = process.env.CHROME_PATH;
	if (chosen) {
		if (existsSync(chosen)) return chosen;
		throw new Error(`CHROME_PATH is ${chosen}, and there is no such file. Correct it or unset it.`);
	}
	return [...usualPlaces(), chromium.executablePath()].find((path) => existsSync(path)) ?? null;
}

/** @param {string} command @param {string[]} args */
function succeeds(command, args) {
	console.log(`$ ${[command, ...args].join(' ')}`);
	return spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

function installDebianPackage() {
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
	console.log('That did not work; installing the Debian package chromium instead.');
	succeeds('apt-get', ['update']);
	return succeeds('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
}

/**
 * Finds a Chromium or installs one, saying so.
 * @returns {string} path of its program
 * @throws when there is none and none can be had: browser tests are never skipped
 */
export function ensureChromium() {
	const found = findChromium();
	if (found) return found;
	console.log('No Chromium or Chrome found; installing one for the browser tests.');
	const playwright = join(root, 'node_modules', 'playwright-core', 'cli.js');
	const installed = succeeds(process.execPath, [playwright, 'install', 'chromium']) || installDebianPackage();
	const path = installed ? findChromium() : null;
	if (path) return path;
	throw new Error(
		'The browser tests need Chromium or Chrome, there is none, and installing one failed (see above). ' +
			'Install one and name it in CHROME_PATH if it is in an unusual place.'
	);
}
