import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandIo } from '../scripts/cli/command';
import { stdinSource } from '../scripts/cli/node-source';
import { writePack } from '../scripts/cli/pack-folder';
import { score } from '../scripts/commands/score';
import { defaultKeyFile, keyFromFile } from '../scripts/score/key-file';
import { packOfHeaders } from '../scripts/score/pack-of-headers';
import { cardOf, profilePack, profileRows, tableOf } from './fixtures/profile-pack';
import { smallPack } from './fixtures/small-pack';

let folder = '';
const path = (name: string): string => join(folder, name);
const june = profileRows(700, 3, 1_559_520_000);
const july = profileRows(700, 4, 1_559_692_800);

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'shrike-state-'));
	for (const [name, pack] of [['pack', await profilePack()], ['plain', await smallPack()]] as const) {
		await writePack(path(name), pack.files, { name, title: name, sha256: pack.sha256 });
	}
	await Promise.all(
		Object.entries({ june, july, both: [...june, ...july] }).map(([name, lines]) => writeFile(path(`${name}.csv`), tableOf(lines)))
	);
});

afterAll(() => rm(folder, { recursive: true }));

function fakeIo(): { io: CommandIo; notes: string[] } {
	const notes: string[] = [];
	const io = { out: async () => undefined, note: (line: string) => void notes.push(line), stdin: stdinSource, signal: new AbortController().signal };
	return { io, notes };
}

async function run(input: string, out: string, ...more: string[]): Promise<string> {
	const { io, notes } = fakeIo();
	await score.run([path(input), '--out', path(out), '--pack', path('pack'), '--backend', 'cpu', '--key', path('key'), ...more], io);
	return notes.join('\n');
}

const rowsOf = async (name: string): Promise<string[]> => (await readFile(path(name), 'utf8')).trimEnd().split('\n').slice(1);

describe('profiles on the command line', () => {
	it('carry from one file to the next what both files at once would give, byte for byte', async () => {
		const whole = await run('both.csv', 'both-out.csv');
		const before = await run('june.csv', 'june-out.csv', '--state-out', path('state'));
		const after = await run('july.csv', 'july-out.csv', '--state', path('state'), '--state-out', path('state'));
		expect([...(await rowsOf('june-out.csv')), ...(await rowsOf('july-out.csv'))]).toEqual(await rowsOf('both-out.csv'));
		const alone = await run('july.csv', 'alone-out.csv');
		expect(await rowsOf('alone-out.csv')).not.toEqual(await rowsOf('july-out.csv'));

		const history = (notes: string) => /^history .*$/m.exec(notes)?.[0] ?? '';
		expect(history(whole)).toMatch(/^history {3}40 rows without \(2\.\d+ %\), 12 late, 10 repeated$/);
		expect(history(before)).toMatch(/^history {3}40 rows without \(5\.\d+ %\), 6 late, 5 repeated$/);
		expect(history(after)).toMatch(/^history {3}0 rows without \(0[.0]* %\), 6 late, 5 repeated$/);
		expect(history(alone)).toMatch(/^history {3}40 rows without/);
		// Names of cards are hashes; a number is in no state.
		const saved = await readFile(path('state'), 'latin1');
		expect(Array.from({ length: 40 }, (_, i) => cardOf(i)).filter((card) => saved.includes(card))).toEqual([]);
	});

	it('are told in the summary as JSON', async () => {
		const { io } = fakeIo();
		let summary = '';
		const out = async (data: string | Uint8Array) => void (summary += String(data));
		await score.run([path('june.csv'), '--out', path('x.csv'), '--pack', path('pack'), '--backend', 'cpu', '--key', path('key'), '--json'], { ...io, out });
		expect(JSON.parse(summary)).toMatchObject({ counts: { profiles: { withoutHistory: 40, late: 6, repeated: 5 } } });
	});

	it('need the key that they were saved with, and a file that is whole', async () => {
		await run('june.csv', 'june-out.csv', '--state-out', path('state'));
		const other = run('july.csv', 'x.csv', '--state', path('state'), '--key', path('other-key'));
		await expect(other).rejects.toMatchObject({ code: 'state.other-key' });
		await writeFile(path('cut'), (await readFile(path('state'))).subarray(0, 200));
		await expect(run('july.csv', 'x.csv', '--state', path('cut'))).rejects.toMatchObject({ code: 'state.corrupt' });
		await expect(run('july.csv', 'x.csv', '--state', path('none'))).rejects.toMatchObject({ code: 'file.unreadable' });
		await expect(run('july.csv', 'x.csv', '--state-out', path('july.csv'))).rejects.toMatchObject({ code: 'cli.usage' });
		await expect(run('july.csv', 'x.csv', '--state-out', '-')).rejects.toMatchObject({ code: 'cli.usage' });
		for (const option of ['--state', '--state-out']) {
			const plain = score.run([path('june.csv'), '--out', path('y.csv'), '--pack', path('plain'), option, path('state')], fakeIo().io);
			await expect(plain).rejects.toMatchObject({ code: 'state.not-needed' });
		}
	});
});

describe('the key of a user', () => {
	it('is made once, for its owner alone, and is the same from then on', async () => {
		const made = await keyFromFile(path('new/key'));
		expect((await keyFromFile(path('new/key'))).of('card')).toBe(made.of('card'));
		if (process.platform !== 'win32') expect((await stat(path('new/key'))).mode & 0o777).toBe(0o600);
		const both = await Promise.all([keyFromFile(path('race')), keyFromFile(path('race'))]);
		expect(both[0].keyId).toBe(both[1].keyId);
		expect((await readdir(path('.'))).filter((name) => name.startsWith('race'))).toEqual(['race']);
		await writeFile(path('odd-key'), 'secret');
		await expect(keyFromFile(path('odd-key'))).rejects.toMatchObject({ code: 'file.unreadable' });
		await expect(keyFromFile(join(path('odd-key'), 'key'))).rejects.toMatchObject({ code: expect.stringMatching(/^file\.un(read|writ)able$/) as string });
	});

	it('lies where the platform keeps settings', () => {
		expect(defaultKeyFile({ XDG_CONFIG_HOME: '/settings' }, 'linux')).toBe(join('/settings', 'shrike', 'key'));
		expect(defaultKeyFile({}, 'linux')).toMatch(/\.config.shrike.key$/);
		expect(defaultKeyFile({ APPDATA: 'settings' }, 'win32')).toBe(join('settings', 'shrike', 'key'));
	});
});

describe('the pack of a file', () => {
	it('is the usual one where that fits or none does', async () => {
		const { io, notes } = fakeIo();
		const ulb = ['Time', ...Array.from({ length: 28 }, (_, i) => `V${i + 1}`), 'Amount', 'Class'];
		expect(await packOfHeaders(ulb, io)).toBe('ulb-mlp');
		expect(await packOfHeaders(['a', 'b'], io)).toBe('ulb-mlp');
		expect(notes).toEqual([]);
	});
});
