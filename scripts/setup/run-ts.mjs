import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import process from 'node:process';
import { register } from 'tsx/esm/api';
import { root } from './root.mjs';

/**
 * Runs a TypeScript program of this project in this process, so that its streams, signals and exit code are ours.
 * No tsconfig is read: the main one extends a file that only exists after a build.
 * @param {string} file relative to the project's folder
 * @returns {Promise<unknown>} the program's exports
 */
export async function runTypeScript(file) {
	register({ tsconfig: false });
	const path = join(root, file);
	process.argv[1] = path;
	return import(pathToFileURL(path).href);
}
