import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isSource = (name: string): boolean => /\.(ts|js|mjs|svelte)$/.test(name) && !name.endsWith('.d.ts');

export interface SourceFile {
	/** Relative to the project's folder, with slashes. */
	readonly path: string;
	readonly text: string;
}

/** Every source under the given folders of the project. */
export function readSources(folders: readonly string[]): SourceFile[] {
	return folders.flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter(isSource)
			.map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
			.sort()
			.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
	);
}
