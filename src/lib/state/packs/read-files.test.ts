import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readPackFiles } from './read-files';

const file = (path: string, text: string) =>
	Object.defineProperty(new File([text], path.split('/').at(-1) ?? path), 'webkitRelativePath', { value: path });

/** A copy of an archive whose directory says that each entry inflates to so many bytes; to make such entries takes seconds. */
function sayingSize(zip: Uint8Array, bytes: number): Uint8Array<ArrayBuffer> {
	const copy = new Uint8Array(zip);
	const view = new DataView(copy.buffer);
	// APPNOTE.TXT, 4.3.12: a central file header begins with this, and has the uncompressed size at 24.
	for (let at = 0; at + 46 <= copy.length; at++) if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, bytes, true);
	return copy;
}

describe('readPackFiles', () => {
	it('takes the files beside the manifest nearest to the top', async () => {
		const files = await readPackFiles([
			file('packs/mine/manifest.json', '{}'),
			file('packs/mine/model.json', '{}'),
			file('packs/mine/old/manifest.json', 'old'),
			file('packs/readme.txt', '')
		]);
		expect(Object.keys(files).sort()).toEqual(['manifest.json', 'model.json']);
	});

	it('reads a .zip of a folder', async () => {
		const zip = zipSync({ mine: { 'manifest.json': strToU8('{"a":1}'), 'weights.bin': new Uint8Array([1, 2]) } });
		const files = await readPackFiles([new File([new Uint8Array(zip)], 'mine.zip')]);
		expect(new TextDecoder().decode(files['manifest.json'])).toBe('{"a":1}');
		expect([...files['weights.bin']]).toEqual([1, 2]);
	});

	it('says what is wrong', async () => {
		await expect(readPackFiles([file('model.json', '{}')])).rejects.toMatchObject({ code: 'pack.not-found' });
		await expect(readPackFiles([new File(['no zip'], 'mine.zip')])).rejects.toMatchObject({ code: 'pack.invalid' });
	});

	it('does not inflate an archive that holds more than a pack can', async () => {
		const zip = zipSync({ mine: { 'manifest.json': strToU8('{}') } });
		const bomb = new File([sayingSize(zip, 65 * 1024 * 1024)], 'bomb.zip');
		await expect(readPackFiles([bomb])).rejects.toMatchObject({ code: 'pack.invalid' });
	});
});
