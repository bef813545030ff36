import { describe, expect, it } from 'vitest';
import { referenceModelMargins } from '../members/model';
import { sha256Hex } from './digest';
import { loadPack } from './load';
import { tinyPack } from './test-pack';

type Files = Awaited<ReturnType<typeof tinyPack>>;

function load(files: Files, sha256: string | null = null) {
	return loadPack((name) => {
		const bytes = files.get(name);
		return bytes ? Promise.resolve(bytes) : Promise.reject(new Error(`404 ${name}`));
	}, sha256);
}

const failing = (code: string, text = '') =>
	expect.objectContaining({ code, message: expect.stringContaining(text) as string }) as Error;

describe('sha256Hex', () => {
	it('is that of FIPS 180-2', async () => {
		expect(await sha256Hex(new TextEncoder().encode('abc'))).toBe(
			'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
		);
	});
});

describe('loadPack', () => {
	it('loads a pack that scores', async () => {
		const files = await tinyPack();
		const sha256 = await sha256Hex(files.get('manifest.json') ?? new Uint8Array());
		const pack = await load(files, sha256);
		expect(pack.sha256).toBe(sha256);
		expect(pack.card).toBe('# Tiny\n');
		expect([pack.reference, pack.evaluation]).toEqual([null, null]);
		const features = new Float32Array(2);
		pack.pipeline.transform([Float64Array.of(1), Float64Array.of(1)], 1, features);
		expect([...referenceModelMargins(pack.model, features, 1)]).toEqual(pack.golden.margins);
	});

	it.each(['weights.bin', 'model.json', 'golden.json', 'card.md'])('names %s when one bit of it is wrong', async (name) => {
		const files = await tinyPack();
		const bytes = files.get(name)?.slice() ?? new Uint8Array(1);
		bytes[bytes.length >> 1] ^= 1;
		files.set(name, bytes);
		await expect(load(files)).rejects.toThrow(failing('pack.digest-mismatch', name));
	});

	it('refuses another manifest than the one asked for', async () => {
		await expect(load(await tinyPack(), '0'.repeat(64))).rejects.toThrow(failing('pack.digest-mismatch', 'manifest.json'));
	});

	it('says which format it can read', async () => {
		const newer = await tinyPack((manifest) => (manifest.formatVersion = 3));
		await expect(load(newer)).rejects.toThrow(failing('pack.unsupported-format', 'format 3'));
		const other = await tinyPack((manifest) => (manifest.format = 'zip'));
		await expect(load(other)).rejects.toThrow(failing('pack.invalid'));
	});

	it.each<[string, (manifest: Record<string, unknown>) => void]>([
		['review', (m) => (m.policy = { kind: 'threshold', review: 2 })],
		['surprise', (m) => (m.surprise = true)],
		['nobody', (m) => (m.combiner = { kind: 'single', member: 'nobody' })],
		['gone.json', (m) => (m.parts = { golden: 'gone.json' })],
		['2 features', (m) => Object.assign(m, { pipeline: [{ op: 'copy', from: 'a', to: 'a' }] })]
	])('refuses a manifest with a wrong %s', async (text, change) => {
		const named = text === '2 features' ? 'scaler' : text;
		await expect(load(await tinyPack(change))).rejects.toThrow(failing('pack.invalid', named));
	});

	it('passes on what the reader rejects with', async () => {
		const files = await tinyPack();
		files.delete('weights.bin');
		await expect(load(files)).rejects.toThrow('404 weights.bin');
	});

	it('refuses a manifest that is not JSON', async () => {
		const files = await tinyPack();
		files.set('manifest.json', new TextEncoder().encode('<html>'));
		await expect(load(files)).rejects.toThrow(failing('pack.invalid', 'not JSON'));
	});
});
