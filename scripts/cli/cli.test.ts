import { spawn } from 'node:child_process';
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tinyPack } from '../../src/lib/core/pack/test-pack';
import { fetchData } from '../commands/fetch-data';
import { generate } from '../commands/generate';
import { train } from '../commands/train';
import { integer, parsed } from './arguments';
import type { CommandIo } from './command';
import { fileSource, stdinSource } from './node-source';
import { requireWritable, writeOutput } from './output-file';
import { sha256OfFile } from './file-digest';
import { findPack, loadPackFrom, rebuildIndex, writePack } from './pack-folder';
import { projectFolder } from './project';

let folder = '';
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'shrike-cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

function fakeIo(): CommandIo & { text: string; readonly notes: string[] } {
	const io = {
		text: '',
		notes: [] as string[],
		out: (data: string | Uint8Array) => {
			io.text += typeof data === 'string' ? data : new TextDecoder().decode(data);
			return Promise.resolve();
		},
		note: (line: string) => void io.notes.push(line),
		stdin: stdinSource,
		signal: new AbortController().signal
	};
	return io;
}

async function text(chunks: AsyncIterable<Uint8Array>): Promise<string> {
	let all = '';
	for await (const chunk of chunks) all += new TextDecoder().decode(chunk);
	return all;
}

describe('fileSource', () => {
	it('reads a file, from the start and from within', async () => {
		await writeFile(join(folder, 'a.csv'), 'hello, world');
		const source = await fileSource(join(folder, 'a.csv'));
		expect([source.name, source.size]).toEqual(['a.csv', 12]);
		expect(await text(source.open())).toBe('hello, world');
		expect(await text(source.openAt?.(7) ?? source.open())).toBe('world');
	});

	it('says that a file is missing, a folder, or was changed or removed since', async () => {
		await expect(fileSource(join(folder, 'none'))).rejects.toMatchObject({ code: 'file.unreadable' });
		await expect(fileSource(folder)).rejects.toMatchObject({ code: 'file.unreadable' });
		const path = join(folder, 'a.csv');
		await writeFile(path, 'one');
		const source = await fileSource(path);
		await writeFile(path, 'another');
		await expect(text(source.open())).rejects.toMatchObject({ code: 'file.changed' });
		await rm(path);
		await expect(text(source.open())).rejects.toMatchObject({ code: 'file.changed' });
	});
});

describe('writeOutput', () => {
	it('writes a whole file, compressed by its name, or to standard output', async () => {
		const io = fakeIo();
		await writeOutput(join(folder, 'a.csv'), ['a', 'b'], io);
		await writeOutput(join(folder, 'a.csv.gz'), ['a', 'b'], io);
		await writeOutput('-', ['a', 'b'], io);
		expect(await readFile(join(folder, 'a.csv'), 'utf8')).toBe('ab');
		expect(gunzipSync(await readFile(join(folder, 'a.csv.gz'))).toString()).toBe('ab');
		expect(io.text).toBe('ab');
	});

	it('leaves what was there when it fails half-way', async () => {
		const path = join(folder, 'a.csv');
		await writeFile(path, 'old');
		function* failing() {
			yield 'new';
			throw new Error('disk on fire');
		}
		await expect(writeOutput(path, failing(), fakeIo())).rejects.toThrow('disk on fire');
		expect(await readFile(path, 'utf8')).toBe('old');
		expect(await readdir(folder)).toEqual(['a.csv']);
	});
});

describe('an output that cannot be written', () => {
	it('is named with a code: a folder, a missing folder, no name, a full disk', async () => {
		for (const path of [folder, join(folder, 'none', 'a.csv'), '']) {
			await expect(requireWritable(path)).rejects.toMatchObject({ code: 'file.unwritable' });
			await expect(writeOutput(path, ['a'], fakeIo())).rejects.toMatchObject({ code: 'file.unwritable' });
		}
		await requireWritable(join(folder, 'a.csv'));
		await requireWritable('-');
		expect(await readdir(folder)).toEqual([]);
	});

	it.runIf(process.platform === 'linux')('is named with a code when the disk is full', async () => {
		await expect(writeOutput('/dev/full', ['a'], fakeIo())).rejects.toMatchObject({ code: 'file.unwritable' });
	});

	it('is left as it was by an interruption, which is no defect of ours', async () => {
		const interrupted = new AbortController();
		function* chunks() {
			yield 'a';
			interrupted.abort();
			yield 'b';
		}
		for (const path of [join(folder, 'a.csv'), '-']) {
			const io = { ...fakeIo(), signal: interrupted.signal };
			await expect(writeOutput(path, chunks(), io)).rejects.toMatchObject({ code: 'engine.cancelled' });
		}
		expect(await readdir(folder)).toEqual([]);
	});
});

describe('an output that replaces another', () => {
	it('keeps its permissions and the link that points to it', async () => {
		const path = join(folder, 'a.csv');
		await writeFile(path, 'old');
		await chmod(path, 0o600);
		await symlink(path, join(folder, 'link.csv'));
		await writeOutput(join(folder, 'link.csv'), ['new'], fakeIo());
		expect((await lstat(join(folder, 'link.csv'))).isSymbolicLink()).toBe(true);
		expect(await readFile(path, 'utf8')).toBe('new');
		expect((await stat(path)).mode & 0o777).toBe(0o600);
	});
});

describe('packs on disk', () => {
	it('are written whole, replaced, indexed where there is an index, and found', async () => {
		const older = { name: 'older', title: 'Older', folder: 'older', sha256: 'c'.repeat(64) };
		await writePack(join(folder, 'older'), await tinyPack(), { name: 'older', title: 'Older', sha256: 'c'.repeat(64) });
		// As releases before schemas were listed wrote it.
		await writeFile(join(folder, 'index.json'), JSON.stringify({ packs: [older] }));
		const target = join(folder, 'tiny');
		const entry = { name: 'tiny', title: 'Tiny', sha256: 'a'.repeat(64) };
		const earlier = await tinyPack((made) => (made.files = { 'old.txt': { sha256: 'd'.repeat(64), bytes: 1 } }));
		await writePack(target, new Map([['manifest.json', earlier.get('manifest.json') ?? new Uint8Array()], ['old.txt', new Uint8Array(1)]]), entry);
		await writePack(target, await tinyPack(), { ...entry, sha256: 'b'.repeat(64) });
		expect(await readdir(folder)).toEqual(['index.json', 'older', 'tiny']);
		expect(await readdir(target)).not.toContain('old.txt');
		const index: unknown = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
		const { manifest } = await loadPackFrom(target);
		const { schema } = manifest;
		expect(index).toEqual({ packs: [{ ...older, schema }, { ...entry, sha256: 'b'.repeat(64), folder: 'tiny', schema }] });
		expect(manifest.name).toBe('tiny');

		await rm(join(folder, 'older'), { recursive: true });
		const { packs } = await rebuildIndex(folder);
		expect(packs).toEqual([{ ...entry, sha256: await sha256OfFile(join(target, 'manifest.json')), folder: 'tiny', schema }]);
		expect(JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'))).toEqual({ packs });
	});

	it('never take the place of anything but a pack', async () => {
		const entry = { name: 'tiny', title: 'Tiny', sha256: 'a'.repeat(64) };
		const target = join(folder, 'mine');
		await mkdir(target);
		await writePack(target, await tinyPack(), entry);
		await writeFile(join(target, 'thesis.txt'), 'years of work');
		await expect(writePack(target, await tinyPack(), entry)).rejects.toMatchObject({
			code: 'file.unwritable',
			message: expect.stringContaining('thesis.txt') as string
		});
		await expect(writePack(folder, await tinyPack(), entry)).rejects.toMatchObject({ code: 'file.unwritable' });
		await expect(writePack(join(target, 'thesis.txt'), await tinyPack(), entry)).rejects.toMatchObject({ code: 'file.unwritable' });
		await expect(writePack(join(target, 'thesis.txt', 'x', 'y'), await tinyPack(), entry)).rejects.toMatchObject({ code: 'file.unwritable' });
		expect(await readFile(join(target, 'thesis.txt'), 'utf8')).toBe('years of work');
		expect(await readdir(folder)).toEqual(['mine']);
	});

	it('that could not be written are refused before the data are read', async () => {
		await writeFile(join(folder, 'thesis.txt'), 'years of work');
		const call = train.run(['--pack', 'ulb-mlp', '--data', join(folder, 'none.csv'), '--out', folder], fakeIo());
		await expect(call).rejects.toMatchObject({ code: 'file.unwritable' });
	});

	it('that are not there are named with those that are', async () => {
		await expect(findPack('no-such-pack')).rejects.toMatchObject({ code: 'pack.not-found' });
		await expect(findPack(join(folder, 'none'))).rejects.toMatchObject({ code: 'pack.not-found' });
	});

	it('lack a file: it is named', async () => {
		const files = await tinyPack();
		files.delete('golden.json');
		await writePack(join(folder, 'tiny'), files, { name: 'tiny', title: 'Tiny', sha256: 'a'.repeat(64) });
		await expect(loadPackFrom(join(folder, 'tiny'))).rejects.toMatchObject({ code: 'pack.not-found', detail: { file: 'golden.json' } });
	});
});

describe('arguments', () => {
	it('that are wrong are usage errors', () => {
		expect(() => parsed(['--nonsense'], { rows: { type: 'string' } })).toThrow(expect.objectContaining({ code: 'cli.usage' }));
		for (const bad of ['1.5', '-1', 'x', '', '101']) {
			expect(() => integer(bad, '--n', 0, 100)).toThrow(expect.objectContaining({ code: 'cli.usage' }));
		}
		expect(integer('100', '--n', 0, 100)).toBe(100);
	});

	it.each([
		['--pak x', 'There is no option --pak; did you mean --pack? See --help.'],
		['--pak=x', 'There is no option --pak; did you mean --pack? See --help.'],
		['-o x', 'There is no option -o; did you mean --out? See --help.'],
		['--thresh 1', 'There is no option --thresh; did you mean --threshold? See --help.'],
		['--nonsense', 'There is no option --nonsense. See --help.'],
		['--toString', 'There is no option --toString. See --help.'],
		['--out', '--out needs a value. See --help.'],
		['--json=yes', '--json takes no value, and “yes” was given. See --help.'],
		['--out --json', '--out needs a value, and “--json” looks like an option; if it is meant, write --out=--json. See --help.']
	])('%s is answered in a sentence', (line, message) => {
		const options = { pack: { type: 'string' }, out: { type: 'string' }, threshold: { type: 'string' }, json: { type: 'boolean' } } as const;
		expect(() => parsed(line.split(' '), options)).toThrow(expect.objectContaining({ code: 'cli.usage', message }));
	});

	it('may be a dash, a value after =, and positionals behind --', () => {
		const options = { out: { type: 'string' }, map: { type: 'string', multiple: true } } as const;
		const { values, positionals } = parsed(['--out', '-', '--map=-a=b', '-', '--', '--in.csv'], options);
		expect({ ...values }).toEqual({ out: '-', map: ['-a=b'] });
		expect(positionals).toEqual(['-', '--in.csv']);
	});
});

describe('train', () => {
	it('refuses unsuitable data with a code and writes nothing', async () => {
		const header = ['Time', ...Array.from({ length: 28 }, (_, i) => `V${i + 1}`), 'Amount', 'Class'];
		const rows = Array.from({ length: 30 }, (_, row) => [20_000 + row, ...Array.from({ length: 28 }, () => row), 1, 0].join());
		await writeFile(join(folder, 'one-class.csv'), [header.join(), ...rows, ''].join('\n'));
		await writeFile(join(folder, 'dates.csv'), [header.join(), rows[0].replace(/^\d+/, '2013-09-01'), ''].join('\n'));
		const call = (file: string, ...more: string[]) =>
			train.run(['--pack', 'ulb-mlp', '--data', join(folder, file), '--out', join(folder, 'out'), ...more], fakeIo());
		await expect(call('one-class.csv')).rejects.toMatchObject({ code: 'data.one-class' });
		await expect(call('dates.csv')).rejects.toMatchObject({ code: 'data.wrong-file' });
		await expect(call('none.csv')).rejects.toMatchObject({ code: 'file.unreadable' });
		await expect(call('dates.csv', '--seed', '-3')).rejects.toMatchObject({ code: 'cli.usage' });
		await expect(train.run(['--pack', 'nope', '--data', 'x'], fakeIo())).rejects.toMatchObject({ code: 'cli.usage' });
		expect(await readdir(folder)).toEqual(['dates.csv', 'one-class.csv']);
	});
});

describe('fetch-data', () => {
	it('says where the originals are', async () => {
		const io = fakeIo();
		expect(await fetchData.run(['ulb'], io)).toBe(0);
		expect(io.text).toContain('kaggle.com/datasets/mlg-ulb/creditcardfraud');
		await expect(fetchData.run(['other'], io)).rejects.toMatchObject({ code: 'cli.usage' });
	});
});

/** More of a table than is looked at to recognise it. */
function streamHead(): string {
	const header = ['Time', ...Array.from({ length: 28 }, (_, i) => `V${i + 1}`), 'Amount'].join();
	return `${header}\n${`${header.replaceAll(/[A-Z]\w*/g, '1')}\n`.repeat(10_000)}`;
}

async function bytesIn(path: string): Promise<number> {
	const sizes = await Promise.all((await readdir(path)).map(async (name) => (await stat(join(path, name))).size));
	return sizes.reduce((sum, size) => sum + size, 0);
}

describe('shrike', () => {
	it('keeps data and remarks apart and answers with its exit code', async () => {
		const call = (...args: string[]) =>
			new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
				const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/shrike.ts', ...args], { cwd: projectFolder });
				let [out, err] = ['', ''];
				child.stdout.on('data', (chunk) => (out += String(chunk)));
				child.stderr.on('data', (chunk) => (err += String(chunk)));
				child.on('close', (code) => resolve({ code, out, err }));
			});
		const help = await call('--help');
		expect([help.code, help.err]).toEqual([0, '']);
		expect(help.out).toContain('Exit codes');
		const unknown = await call('dance');
		expect([unknown.code, unknown.out]).toEqual([2, '']);
		expect(unknown.err).toMatch(/^cli\.usage: .*dance/);
		await expect(generate.run(['constructor', '--rows', '1'], fakeIo())).rejects.toMatchObject({ code: 'pack.not-found' });
		const failed = await call('generate', './no-such-pack', '--rows', '3');
		expect([failed.code, failed.out]).toEqual([1, '']);
		expect(failed.err).toMatch(/^pack\.not-found: /);
	}, 120_000);

	// A redirected file never makes the writer wait, an idle pipe makes the reader wait for ever: both must hear the signal.
	it.skipIf(process.platform === 'win32').each([
		['SIGINT', 'generate', 'ulb --rows 100000000 >a.csv'],
		['SIGTERM', 'generate', 'ulb --rows 100000000 --out a.csv'],
		['SIGINT', 'score', '- --out a.csv']
	] as const)('hears %s while it runs %s %s', async (ending, command, rest) => {
		const line = `exec "${process.execPath}" --import "${import.meta.resolve('tsx')}" "${join(projectFolder, 'scripts/shrike.ts')}" ${command} ${rest}`;
		const child = spawn('sh', ['-c', line], { cwd: folder, stdio: ['pipe', 'ignore', 'pipe'] });
		let err = '';
		child.stderr.on('data', (chunk) => (err += String(chunk)));
		const code = new Promise<number | null>((resolve) => child.on('close', resolve));
		if (command === 'score') child.stdin.write(streamHead());
		await vi.waitFor(async () => expect(await bytesIn(folder)).toBeGreaterThan(0), { timeout: 50_000, interval: 100 });
		child.kill(ending);
		expect(await code).toBe(130);
		expect(err).toMatch(/^engine\.cancelled: /);
		expect((await readdir(folder)).filter((name) => name.endsWith('.partial'))).toEqual([]);
	}, 60_000);

	it.runIf(process.platform === 'linux')('says that standard output is full', async () => {
		const line = `exec "${process.execPath}" --import tsx scripts/shrike.ts generate ulb --rows 10 >/dev/full`;
		const child = spawn('sh', ['-c', line], { cwd: projectFolder, stdio: ['ignore', 'ignore', 'pipe'] });
		let err = '';
		child.stderr.on('data', (chunk) => (err += String(chunk)));
		expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
		expect(err).toMatch(/^file\.unwritable: Standard output /);
	}, 60_000);
});
