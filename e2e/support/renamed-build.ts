import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { injectPrecache } from '../../scripts/setup/precache.mjs';

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

interface PackIndex {
	readonly packs: { title: string; sha256: string; readonly folder: string }[];
}

interface Manifest {
	title: string;
	readonly files: { readonly [name: string]: { sha256: string; bytes: number } };
}

/** Gives the one pack of a built folder another title and another card, as a new version of it would have. */
function changePack(folder: string, title: string): void {
	const read = (path: string): string => readFileSync(join(folder, 'model', path), 'utf8');
	const index: PackIndex = JSON.parse(read('index.json'));
	for (const entry of index.packs) {
		const manifest: Manifest = JSON.parse(read(`${entry.folder}/manifest.json`));
		const card = `# ${title}\n`;
		const listed = manifest.files['card.md'];
		if (listed) Object.assign(listed, { sha256: sha256(card), bytes: Buffer.byteLength(card) });
		entry.title = manifest.title = title;
		const text = JSON.stringify(manifest);
		entry.sha256 = sha256(text);
		writeFileSync(join(folder, 'model', entry.folder, 'card.md'), card);
		writeFileSync(join(folder, 'model', entry.folder, 'manifest.json'), text);
	}
	writeFileSync(join(folder, 'model/index.json'), JSON.stringify(index));
}

/**
 * Copies the production build into an empty folder as its next version: all its scripts and styles have other names, as
 * hashed names have after a change, so that none of the old ones exists there; and its pack has another title and card.
 */
export function writeNextVersion(folder: string, title: string): void {
	cpSync('build', folder, { recursive: true });
	cpSync('.svelte-kit/output/client/service-worker.js', join(folder, 'service-worker.js'));
	const immutable = join(folder, '_app/immutable');
	const files = readdirSync(immutable, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	const renamed = (name: string): string => `${name.slice(0, -extname(name).length)}-next${extname(name)}`;
	const names = files.map((file) => file.name).filter((name) => extname(name) !== '');
	const all = new RegExp(names.map((name) => name.replaceAll(/[.+$-]/g, '\\$&')).join('|'), 'g');
	for (const { name, parentPath } of files) {
		const path = join(parentPath, name);
		if (/\.(js|css)$/.test(name)) writeFileSync(path, readFileSync(path, 'utf8').replace(all, renamed));
		renameSync(path, join(parentPath, renamed(basename(name))));
	}
	for (const page of ['index.html', 'embed.html'].map((name) => join(folder, name))) {
		writeFileSync(page, readFileSync(page, 'utf8').replace(all, renamed));
	}
	changePack(folder, title);
	injectPrecache(folder);
}
