import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

/**
 * Address of a package that the project does not depend on, because it is large or runs scripts when it is installed: from
 * the folder BENCH_MODULES (as `npm install --prefix FOLDER NAME` fills it), else from the project's own node_modules.
 * Null where it is not installed.
 */
export function optionalPackage(name: string): string | null {
	const chosen = process.env['BENCH_MODULES'];
	for (const folder of [...(chosen ? [chosen] : []), '.']) {
		try {
			return pathToFileURL(createRequire(join(resolve(folder), 'from.js')).resolve(name)).href;
		} catch {
			// The next folder may have it.
		}
	}
	return null;
}

/** What to say where it is missing. */
export const howToInstall = (name: string): string =>
	`the package ${name} (npm install --prefix FOLDER ${name}, then BENCH_MODULES=FOLDER)`;
