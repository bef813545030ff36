import { unzipSync } from 'fflate';
import { ShrikeError } from '../../core/errors';

export type PackFiles = { readonly [name: string]: Uint8Array<ArrayBuffer> };

/** Packs are small; what is larger is something else, and would only fill the memory. */
const mostBytes = 64 * 1024 * 1024;

/**
 * The files of a pack that the user chose: a folder, all of its files at once, or one .zip of it. Names are those in the
 * folder that holds `manifest.json`.
 *
 * @throws ShrikeError `pack.not-found` without a manifest, `pack.invalid` for what cannot be unpacked or is too large
 */
export async function readPackFiles(chosen: readonly File[]): Promise<PackFiles> {
	const total = chosen.reduce((sum, file) => sum + file.size, 0);
	if (total > mostBytes) throw tooLarge();
	const [only] = chosen;
	if (chosen.length === 1 && /\.zip$/i.test(only.name)) return beside(unzip(new Uint8Array(await only.arrayBuffer())));
	const files: { [path: string]: Uint8Array<ArrayBuffer> } = {};
	for (const file of chosen) files[file.webkitRelativePath || file.name] = new Uint8Array(await file.arrayBuffer());
	return beside(files);
}

/** The files in the folder of the manifest nearest to the top, by their bare names. */
function beside(files: { [path: string]: Uint8Array<ArrayBuffer> }): PackFiles {
	const manifest = Object.keys(files)
		.filter((path) => path === 'manifest.json' || path.endsWith('/manifest.json'))
		.sort((a, b) => a.length - b.length)
		.at(0);
	if (manifest === undefined) {
		throw new ShrikeError(
			'pack.not-found',
			'There is no manifest.json among these files. Choose the folder that “shrike pack” or “shrike train” wrote, all files in it, or a .zip of it.'
		);
	}
	const folder = manifest.slice(0, -'manifest.json'.length);
	return Object.fromEntries(
		Object.entries(files)
			.filter(([path]) => path.startsWith(folder) && !path.slice(folder.length).includes('/'))
			.map(([path, bytes]) => [path.slice(folder.length), bytes])
	);
}

function unzip(bytes: Uint8Array): { [path: string]: Uint8Array<ArrayBuffer> } {
	let unpacked = 0;
	try {
		const entries = unzipSync(bytes, {
			// Sizes are checked before anything is inflated: a small archive can hold gigabytes.
			filter: (entry) => {
				unpacked += entry.originalSize;
				if (unpacked > mostBytes) throw tooLarge();
				return !entry.name.endsWith('/');
			}
		});
		return Object.fromEntries(Object.entries(entries).map(([path, data]) => [path, new Uint8Array(data)]));
	} catch (cause) {
		if (cause instanceof ShrikeError) throw cause;
		throw new ShrikeError('pack.invalid', 'This .zip cannot be unpacked. Zip the pack’s folder again, or choose the folder itself.', {}, { cause });
	}
}

function tooLarge(): ShrikeError {
	return new ShrikeError('pack.invalid', 'These files hold more than 64 MB, which no pack does. Choose the pack’s own folder.', {
		mostBytes
	});
}
