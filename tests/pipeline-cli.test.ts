import { gzipSync, gunzipSync } from 'node:zlib';
import { mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CommandIo } from '../scripts/cli/command';
import { score } from '../scripts/commands/score';
import { bootstrapConfusion } from '../src/lib/core/metrics/bootstrap-confusion';
import { ThresholdTable } from '../src/lib/core/metrics/threshold-table';
import { blobSource } from '../src/lib/csv/source';
import { file, scoreAsPreviewed, startEngine } from './fixtures/engine';
import { manyRows } from './fixtures/rows';
import { smallPack } from './fixtures/small-pack';

vi.setConfig({ testTimeout: 60_000 });

let folder = '';
const path = (name: string): string => join(folder, name);
const table = manyRows(9000);

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'shrike-score-'));
	const { files } = await smallPack();
	await Promise.all([...files].map(([name, bytes]) => writeFile(path(name), bytes)));
	await writeFile(path('in.csv'), table);
});

afterAll(() => rm(folder, { recursive: true }));

interface Outcome {
	readonly code: number;
	readonly out: string;
	readonly notes: string;
}

async function run(args: string[], { stdin = '', signal = new AbortController().signal } = {}): Promise<Outcome> {
	const out: Uint8Array[] = [];
	const notes: string[] = [];
	const io: CommandIo = {
		out: async (data) => void out.push(Buffer.from(data)),
		note: (line) => void notes.push(line),
		stdin: () => ({ ...blobSource(new Blob([stdin]), 'standard input'), size: null }),
		signal
	};
	const code = await score.run([...args, '--pack', folder, '--backend', 'cpu'], io);
	return { code, out: Buffer.concat(out).toString(), notes: notes.join('\n') };
}

/** What the engine gives for download. */
async function downloaded(): Promise<string> {
	const { engine, status } = await startEngine();
	const logged = await scoreAsPreviewed(engine, status, file(table));
	return (await engine.exportScored(file(table), logged.id, { gzip: false, policy: status.pack.policy })).text();
}

describe('shrike score', () => {
	it('writes what the engine gives for download, byte for byte, and sums it up', async () => {
		const { code, notes, out } = await run([path('in.csv'), '--out', path('out.csv')]);
		expect(code).toBe(0);
		expect(out).toBe('');
		expect(await readFile(path('out.csv'), 'utf8')).toBe(await downloaded());
		expect(notes).toMatch(/9,000 rows, 8,98\d scored, \d+ rejected/);
		expect(notes).toMatch(/and above, amount [\d,]+\.\d\d EUR$/m);
		const figure = '0\\.\\d{4} \\[0\\.\\d{4}, 0\\.\\d{4}\\]';
		expect(notes).toMatch(new RegExp(`precision ${figure}, recall ${figure}, F1 ${figure} \\(95 % intervals\\)`));
		expect(notes).toMatch(new RegExp(`ROC-AUC ${figure}, average precision ${figure} \\(95 % intervals\\)`));
		expect(notes).toContain('row 700: cell.not-a-number: Amount is “=1+1”');
	});

	it('reads standard input and writes standard output', async () => {
		const { out, notes } = await run(['-'], { stdin: table });
		expect(out).toBe(await readFile(path('out.csv'), 'utf8'));
		expect(notes).toContain('standard input: 9,000 rows');
	});

	it('reads and writes gzip', async () => {
		await writeFile(path('in.csv.gz'), gzipSync(table));
		await run([path('in.csv.gz'), '--out', path('out.csv.gz')]);
		expect(gunzipSync(await readFile(path('out.csv.gz'))).toString()).toBe(await readFile(path('out.csv'), 'utf8'));
	});

	it('gives its summary as JSON on standard output, where no rows go', async () => {
		const { out, notes } = await run([path('in.csv'), '--out', path('again.csv'), '--json']);
		expect(notes).toBe('');
		expect(out.match(/\n/g)).toHaveLength(1);
		const { counts, labelled, backend, threshold, amountUnit } = JSON.parse(out);
		expect({ backend, threshold, amountUnit }).toEqual({ backend: 'cpu', threshold: 0.5, amountUnit: 'EUR' });
		expect(counts.scored + counts.rejected).toBe(9000);
		expect(String(counts.flaggedAmount)).toMatch(/^\d+(\.\d{1,2})?$/);
		expect(labelled.tp + labelled.fp + labelled.fn + labelled.tn).toBe(counts.labelled);
		expect(out.match(/"(\w+)":/g)?.filter((key) => /_|"[A-Z]/.test(key))).toEqual([]);
	});

	it('gives its summary as JSON on standard error, where rows go to standard output', async () => {
		const { out, notes } = await run([path('in.csv'), '--json']);
		expect(out).toBe(await readFile(path('out.csv'), 'utf8'));
		expect(JSON.parse(notes)).toMatchObject({ counts: { rows: 9000 } });
	});

	it('gives the figures and intervals that the page shows', async () => {
		const { engine, status } = await startEngine();
		const { id } = await scoreAsPreviewed(engine, status, file(table));
		const { table: decided } = await engine.analyse(id);
		const figures = await engine.figures(id);
		const { confusion } = ThresholdTable.at(decided, 0);
		if (!confusion || !figures) throw new Error('The table has labels of both kinds.');
		const { precision, recall, f1 } = bootstrapConfusion(confusion, { draws: 500, seed: 1 });
		const { out } = await run([path('in.csv'), '--out', path('again.csv'), '--json']);
		expect(JSON.parse(out).labelled).toEqual({ ...confusion, precision, recall, f1, ...figures });
	});

	it('leaves figures over nothing open', async () => {
		const stdin = 'Time,V1,V2,V3,Amount,Class\n1,2,3,4,5,0\n2,2,3,4,5,0\n';
		const { labelled } = JSON.parse((await run(['-', '--json', '--threshold', '1'], { stdin })).notes);
		expect(labelled).toMatchObject({ tn: 2, rocAuc: null, averagePrecision: null, recall: { estimate: null } });
		expect((await run(['-', '--threshold', '1'], { stdin })).notes).toContain('ROC-AUC –, average precision –');
	});

	it('decides at the threshold given', async () => {
		const { out } = await run(['-', '--threshold', '0'], { stdin: 'Time,V1,V2,V3,Amount\n1,2,3,4,5\n' });
		expect(out).toMatch(/,(review|decline),$/m);
		expect(out).not.toContain('approve');
	});

	it('takes the columns and the dialect that it is told', async () => {
		const stdin = 'Time;a;V2;V3;Amount\n1;2,5;3;4;5\n';
		const { out } = await run(['-', '--delimiter', 'semicolon', '--decimal', 'comma', '--map', 'V1=a'], { stdin });
		expect(out).toMatch(/^1;2,5;3;4;5;0,\d+;\w+;$/m);
	});

	it('tells a wrong call and a wrong file apart', async () => {
		await symlink(path('in.csv'), path('link.csv'));
		const usage = { code: 'cli.usage' };
		await expect(run([])).rejects.toMatchObject(usage);
		await expect(run([path('in.csv'), '--threshold', '2'])).rejects.toMatchObject(usage);
		await expect(run([path('in.csv'), '--nonsense'])).rejects.toMatchObject(usage);
		await expect(run([path('in.csv'), '--map', 'V1=nothing'])).rejects.toMatchObject(usage);
		await expect(run([path('in.csv'), '--out', path('link.csv')])).rejects.toMatchObject(usage);
		await expect(run([path('missing.csv')])).rejects.toMatchObject({ code: 'file.unreadable' });
		await expect(run(['-'], { stdin: 'Time,V1\n1,2\n' })).rejects.toMatchObject({
			code: 'file.missing-columns',
			message: expect.stringContaining('--map COLUMN=HEADER')
		});
	});

	it('leaves nothing half written behind', async () => {
		const before = await readdir(folder);
		await expect(run([path('in.csv'), '--out', path('none/out.csv')])).rejects.toMatchObject({ code: 'file.unwritable' });
		const cancelled = run([path('in.csv'), '--out', path('new.csv')], { signal: AbortSignal.abort() });
		await expect(cancelled).rejects.toThrow();
		await writeFile(path('long.csv'), `${table}${'x'.repeat(2_000_000)}`);
		await expect(run([path('long.csv'), '--out', path('new.csv')])).rejects.toMatchObject({ code: 'file.row-too-long' });
		expect((await readdir(folder)).filter((name) => !before.includes(name))).toEqual(['long.csv']);
	});
});
