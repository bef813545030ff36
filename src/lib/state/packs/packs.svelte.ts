import { ShrikeError, toFailure } from '../../core/errors';
import { packIndex } from '../../core/pack/manifest';
import { recognisePacks } from '../../core/schema/recognise';
import type { Schema } from '../../core/schema/schema';
import type { PackSource } from '../../engine/types';
import type { RunLog } from '../../storage/log';
import type { PackFiles } from './read-files';

/** What the Packs page tells of a pack. */
export interface PackDetail extends PackEntry {
	readonly version: string;
	readonly description: string;
	readonly prior: number | null;
	/** NaN where the pack cannot be read. */
	readonly threshold: number;
	readonly card: string | null;
}

/** A pack that can be loaded. */
export interface PackEntry {
	/** Its address: SHA-256 of the manifest. */
	readonly sha256: string;
	readonly name: string;
	readonly title: string;
	readonly origin: 'bundled' | 'installed';
	/** By which its files are recognised; null for one installed by an older release. */
	readonly schema: Schema | null;
}

// What only the Packs page needs is not part of the first load.
const loading = () => import('../../core/pack/load');

/** The packs that came with the app and those that the user brought. */
export class PacksState {
	entries = $state.raw<readonly PackEntry[]>([]);
	#bundled: readonly (PackEntry & { readonly folder: string })[] = [];

	/** @param root address of the folder that holds `index.json`, with a slash at its end */
	constructor(
		private readonly log: RunLog,
		private readonly root: string,
		private readonly now: () => number
	) {}

	/** Reads both lists. Rejects with `pack.not-found` when the app's own list cannot be had. */
	async read(): Promise<void> {
		if (this.#bundled.length === 0) this.#bundled = await this.#readIndex();
		const bundled = new Set(this.#bundled.map(({ sha256 }) => sha256));
		// One that comes with a later version of the app may have been installed before.
		const installed = (await this.log.listPacks())
			.filter(({ sha256 }) => !bundled.has(sha256))
			.map(({ sha256, name, title, schema = null }): PackEntry => ({ sha256, name, title, schema, origin: 'installed' }));
		this.entries = [...this.#bundled, ...installed];
	}

	/**
	 * The pack that a file with these headers belongs to, whatever is loaded; of packs that it fits equally well the first.
	 * Null where it fits none.
	 */
	recognise(headers: readonly string[]): PackEntry | null {
		const candidates = this.entries.flatMap(({ sha256, schema }) => (schema === null ? [] : [{ name: sha256, schema }]));
		const best = recognisePacks(headers, candidates).ranking.find(({ fits }) => fits);
		return this.entries.find(({ sha256 }) => sha256 === best?.name) ?? null;
	}

	/** The pack of a name or an address (SHA-256). Throws `pack.not-found` with the names that there are. */
	named(asked: string): PackEntry {
		const found = this.entries.find(({ name, sha256 }) => name === asked || sha256 === asked.toLowerCase());
		if (found) return found;
		const names = [...new Set(this.entries.map(({ name }) => name))];
		throw new ShrikeError('pack.not-found', `There is no pack “${asked}”. There are: ${names.join(', ')}.`, { pack: asked, names });
	}

	/** Where the bytes of a pack come from. Rejects with `pack.not-found`. */
	async source(sha256: string): Promise<PackSource> {
		const bundled = this.#bundled.find((entry) => entry.sha256 === sha256);
		if (bundled) {
			return { label: bundled.title, sha256, location: { kind: 'url', base: new URL(`${bundled.folder}/`, this.root).href } };
		}
		const installed = await this.log.getPack(sha256);
		if (!installed) throw new ShrikeError('pack.not-found', 'This pack is not installed any more. Choose another one under Packs.');
		return { label: installed.title, sha256, location: { kind: 'files', files: installed.files } };
	}

	/**
	 * Every pack with its card, verified on the way. One that cannot be read says why in the place of its description, so
	 * that it can be removed.
	 */
	async details(): Promise<readonly PackDetail[]> {
		return Promise.all(this.entries.map((entry) => this.#detail(entry).catch((thrown: unknown) => unreadable(entry, thrown))));
	}

	async #detail(entry: PackEntry): Promise<PackDetail> {
		const { location } = await this.source(entry.sha256);
		const read =
			location.kind === 'files'
				? async (name: string) => location.files[name]
				: async (name: string) => new Uint8Array(await (await fetch(new URL(name, location.base))).arrayBuffer());
		const { loadPack } = await loading();
		const { manifest, card } = await loadPack(read, entry.sha256);
		const { version, description, prior, policy } = manifest;
		return { ...entry, version, description, prior, threshold: policy.review, card };
	}

	/** Checks and keeps a pack from files on this device; resolves with its address. */
	async installFiles(files: readonly File[]): Promise<string> {
		const { readPackFiles } = await import('./read-files');
		const bytes = await readPackFiles(files);
		return this.#install(async (name) => {
			if (!Object.hasOwn(bytes, name)) {
				throw new ShrikeError('pack.invalid', `The pack names a file ${name}, which is not there. Choose the whole folder.`, { name });
			}
			return bytes[name];
		});
	}

	/** The same for a pack under an address. */
	async installAddress(typed: string): Promise<string> {
		const { packReader } = await import('./fetch-pack');
		return this.#install(packReader(typed));
	}

	async remove(sha256: string): Promise<void> {
		await this.log.removePack(sha256);
		await this.read();
	}

	async #install(read: (name: string) => Promise<Uint8Array<ArrayBuffer>>): Promise<string> {
		const files: { [name: string]: Uint8Array<ArrayBuffer> } = {};
		// Loading verifies every digest, and reads just the files that the manifest names: only those are kept.
		const { loadPack } = await loading();
		const pack = await loadPack(async (name) => (files[name] ??= await read(name)), null);
		await this.log.putPack({
			sha256: pack.sha256,
			name: pack.manifest.name,
			title: pack.manifest.title,
			version: pack.manifest.version,
			schema: pack.manifest.schema,
			installedAt: this.now(),
			files: files satisfies PackFiles
		});
		await this.read();
		return pack.sha256;
	}

	async #readIndex(): Promise<(PackEntry & { readonly folder: string })[]> {
		try {
			const response = await fetch(new URL('index.json', this.root));
			if (!response.ok) throw new Error(`status ${response.status}`);
			return packIndex
				.parse(await response.json())
				.packs.map((entry) => ({ ...entry, origin: 'bundled' }));
		} catch (cause) {
			throw new ShrikeError(
				'pack.not-found',
				'The list of models that come with Shrike could not be read. Reload the page while you are online.',
				{},
				{ cause }
			);
		}
	}
}

function unreadable(entry: PackEntry, thrown: unknown): PackDetail {
	return { ...entry, version: '–', description: toFailure(thrown).message, prior: null, threshold: NaN, card: null };
}
