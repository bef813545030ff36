import { afterEach, describe, expect, it, vi } from 'vitest';
import { smallPack } from '../../../../tests/fixtures/small-pack';
import type { Schema } from '../../core/schema/schema';
import type { RunLog } from '../../storage/log';
import { PacksState } from './packs.svelte';

const root = 'https://shrike.test/model/';

/** The app's own list names the small pack; the log has two installed ones: the same again, and one that was damaged. */
async function packsState(): Promise<{ packs: PacksState; sha256: string }> {
	const { sha256, files } = await smallPack();
	const { schema } = JSON.parse(new TextDecoder().decode(files.get('manifest.json'))) as { schema: Schema };
	vi.stubGlobal('fetch', async (address: URL) => {
		const name = address.pathname.split('/').at(-1) ?? '';
		const index = { packs: [{ sha256, name: 'small', title: 'Small', folder: 'small', schema }] };
		return name === 'index.json' ? Response.json(index) : new Response(files.get(name));
	});
	const installed = [
		{ sha256, name: 'small', title: 'Small', version: '1.0.0', installedAt: 2, bytes: 1, files: Object.fromEntries(files) },
		{ sha256: 'c'.repeat(64), name: 'old', title: 'Old', version: '1.0.0', installedAt: 0, bytes: 1, files: {} },
		{ sha256: 'b'.repeat(64), name: 'broken', title: 'Broken', version: '1.0.0', installedAt: 1, bytes: 1, files: Object.fromEntries(files) }
	];
	const log: Pick<RunLog, 'listPacks' | 'getPack'> = {
		listPacks: () => Promise.resolve(installed),
		getPack: (wanted) => Promise.resolve(installed.find((pack) => pack.sha256 === wanted))
	};
	return { packs: new PacksState(log as RunLog, root, () => 0), sha256 };
}

describe('PacksState', () => {
	afterEach(() => {
		vi.unstubAllGlobals();
	});

	it('lists a pack once that is both bundled and installed', async () => {
		const { packs, sha256 } = await packsState();
		await packs.read();
		expect(packs.entries.map((pack) => [pack.sha256, pack.origin])).toEqual([
			[sha256, 'bundled'],
			['c'.repeat(64), 'installed'],
			['b'.repeat(64), 'installed']
		]);
	});

	it('says of a pack that cannot be read why, and keeps it in the list', async () => {
		const { packs } = await packsState();
		await packs.read();
		const [small, , broken] = await packs.details();
		expect(small).toMatchObject({ title: 'Small', version: '1.0.0', threshold: 0.5 });
		expect(broken).toMatchObject({ title: 'Broken', card: null, description: expect.stringMatching(/\w.*[.]$/) });
	});

	it('recognises the pack of a file by its headers', async () => {
		const { packs, sha256 } = await packsState();
		await packs.read();
		expect(packs.recognise(['time', 'V1', 'V2', 'V3', 'AMOUNT', 'note'])?.sha256).toBe(sha256);
		expect(packs.recognise(['Time', 'V1'])).toBeNull();
	});
});
