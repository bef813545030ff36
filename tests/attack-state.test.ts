import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stdinSource } from '../scripts/cli/node-source';
import { loadPackFrom, writePack } from '../scripts/cli/pack-folder';
import { score } from '../scripts/commands/score';
import { ShrikeError, toFailure } from '../src/lib/core/errors';
import type { PipelineSession } from '../src/lib/core/features/session';
import { crc32 } from '../src/lib/core/features/state/checksum';
import type { Pack } from '../src/lib/core/pack/load';
import { keyedHash } from '../src/lib/core/privacy/keyed-hash';
import { profilePack, profileRows, tableOf } from './fixtures/profile-pack';

let folder = '';
let pack: Pack;
const path = (name: string): string => join(folder, name);

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'shrike-attack-'));
	const { files, sha256 } = await profilePack();
	await writePack(path('pack'), files, { name: 'pack', title: 'pack', sha256 });
	pack = await loadPackFrom(path('pack'));
	await writeFile(path('rows.csv'), tableOf(profileRows(60)));
});

afterAll(() => rm(folder, { recursive: true }));

interface Call {
	readonly key?: string;
	readonly out?: string;
	readonly signal?: AbortSignal;
	readonly note?: (line: string) => void;
}

function scored({ key = 'key', out = 'out.csv', signal = new AbortController().signal, note = () => undefined }: Call, ...more: string[]): Promise<number> {
	const io = { out: async () => undefined, note, stdin: stdinSource, signal };
	return score.run([path('rows.csv'), '--pack', path('pack'), '--backend', 'cpu', '--key', path(key), '--out', path(out), ...more], io);
}

describe('the files of a run', () => {
	it('never replace one another, were they there before or not', async () => {
		await scored({}, '--state-out', path('state'));
		const before = await Promise.all(['state', 'key', 'rows.csv'].map((name) => readFile(path(name))));
		const usage = { code: 'cli.usage' };
		await expect(scored({ out: 'new' }, '--state-out', path('new'))).rejects.toMatchObject(usage);
		await expect(scored({ out: 'new' }, '--state-out', `${folder}/./new`)).rejects.toMatchObject(usage);
		await expect(scored({ key: 'new' }, '--state-out', path('new'))).rejects.toMatchObject(usage);
		await expect(scored({}, '--state-out', path('key'))).rejects.toMatchObject(usage);
		await expect(scored({ out: 'key' })).rejects.toMatchObject(usage);
		await expect(scored({ out: 'state' }, '--state', path('state'))).rejects.toMatchObject(usage);
		await expect(scored({}, '--state-out', path('rows.csv'))).rejects.toMatchObject(usage);
		await expect(scored({}, '--state-out', path('pack'))).rejects.toMatchObject({ code: 'file.unwritable' });
		expect(await Promise.all(['state', 'key', 'rows.csv'].map((name) => readFile(path(name))))).toEqual(before);
		await scored({ out: 'new' }, '--state', path('state'), '--state-out', path('state'));
		expect(await readFile(path('state'))).not.toEqual(before[0]);
	});

	it('are all as they were after Ctrl-C', async () => {
		await scored({ out: 'old.csv' }, '--state-out', path('old'));
		const before = [await readFile(path('old')), await readFile(path('old.csv'))];
		const files = await readdir(folder);
		for (const when of [0, 1, 3, 10]) {
			const controller = new AbortController();
			setTimeout(() => controller.abort(), when);
			await scored({ out: 'old.csv', signal: controller.signal }, '--state', path('old'), '--state-out', path('old')).catch((thrown: unknown) => {
				expect(toFailure(thrown).code).toBe('engine.cancelled');
			});
			if (!controller.signal.aborted) break;
			expect(await readFile(path('old'))).toEqual(before[0]);
			expect(await readFile(path('old.csv'))).toEqual(before[1]);
		}
		expect(await readdir(folder)).toEqual(files);
	});
});

describe('the key', () => {
	it.runIf(process.platform !== 'win32')('is said to be open to others', async () => {
		const notes: string[] = [];
		const note = (line: string) => void notes.push(line);
		await scored({ key: 'private', note });
		expect(notes.join('\n')).not.toContain('chmod');
		await chmod(path('private'), 0o644);
		await scored({ key: 'private', note });
		expect(notes.join('\n')).toContain(`others may read “${path('private')}”`);
	});
});

const hash = keyedHash(new Uint8Array(32).fill(3));

/** Rows of whole numbers, from a time on. */
function feed(session: PipelineSession, rows: number, from: number): Float64Array[] {
	const columns = session.dictionaries.map((texts, c) =>
		Float64Array.from({ length: rows }, (_, i) => {
			if (c === 0) return from + i * 1000;
			return texts ? texts.codeOf(`t${(i * (c + 7)) % 12}`) : (i * 37) % 100;
		})
	);
	return session.unscaled({ rows, columns, labels: Uint8Array.from({ length: rows }, (_, i) => i % 2) });
}

/** What a state holds behind its header, with a checksum that fits it. */
function resealed(bytes: Uint8Array<ArrayBuffer>, offset: number): Uint8Array<ArrayBuffer> {
	const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, offset))) as { crc32: number };
	const text = new TextEncoder().encode(JSON.stringify({ ...header, crc32: crc32(bytes.slice(offset)) }));
	bytes.fill(0x20, 8, offset);
	bytes.set(text, 8);
	return bytes;
}

describe('a state', () => {
	const saved = (): Uint8Array<ArrayBuffer> => {
		const session = pack.pipeline.begin();
		feed(session, 60, 1.5e9);
		return session.save(hash) ?? new Uint8Array();
	};
	/** The code that it is refused with; null where it is taken, and then rows go through it. */
	const refusal = (bytes: Uint8Array): string | null => {
		try {
			const session = pack.pipeline.begin({ state: { bytes, hash } });
			feed(session, 10, 1.6e9);
			return session.save(hash) === null ? 'nothing' : null;
		} catch (thrown) {
			if (thrown instanceof ShrikeError) return thrown.code;
			throw thrown;
		}
	};

	it('with one bit changed, or cut off, is refused', () => {
		const good = saved();
		const offset = 8 + new DataView(good.buffer).getUint32(4, true);
		expect(refusal(good)).toBeNull();
		fc.assert(
			fc.property(fc.nat(good.length - 1), fc.nat(7), (at, bit) => {
				const bad = good.slice();
				bad[at] ^= 1 << bit;
				expect(refusal(bad)).toMatch(at < offset ? /^state\./ : /^state\.corrupt$/);
				expect(refusal(good.subarray(0, at))).toBe('state.corrupt');
			}),
			{ numRuns: 30 }
		);
	});

	it('that claims what it does not hold is refused, or does no harm', () => {
		const good = saved();
		const offset = 8 + new DataView(good.buffer).getUint32(4, true);
		const claims = fc.constantFrom(0x7fff_ffff, 0x1000_0000, -1, 999);
		fc.assert(
			fc.property(fc.nat((good.length - offset) / 4 - 1), claims, (word, claim) => {
				const bad = good.slice();
				new DataView(bad.buffer).setInt32(offset + 4 * word, claim, true);
				expect([null, 'state.corrupt']).toContain(refusal(resealed(bad, offset)));
				const cut = resealed(good.slice(0, offset + 8 * Math.floor(word / 2)), offset);
				expect(refusal(cut)).toBe('state.corrupt');
			}),
			{ numRuns: 40 }
		);
	});

	it('in a gzip must be one, and whole', async () => {
		await writeFile(path('other'), gzipSync(new Uint8Array(2 ** 20), { level: 9 }));
		await expect(scored({}, '--state', path('other'))).rejects.toMatchObject({ code: 'state.corrupt' });
		await writeFile(path('half'), gzipSync(saved()).subarray(0, 500));
		await expect(scored({}, '--state', path('half'))).rejects.toMatchObject({ code: 'file.unreadable' });
	});
});
