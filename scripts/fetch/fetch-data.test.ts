import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { trainingConfigs } from '../../src/lib/training/packs';
import type { CommandIo } from '../cli/command';
import { fileSource, stdinSource } from '../cli/node-source';
import { fetchData } from '../commands/fetch-data';
import { judgeFile } from './judge-file';
import { dataSources } from './sources';
import type { DataSource } from './sources';

let folder = '';
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'shrike-fetch-'));
});
afterEach(async () => {
	vi.unstubAllEnvs();
	await rm(folder, { recursive: true });
});

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

function sourceNamed(name: string): DataSource {
	const found = dataSources.find((one) => one.name === name);
	if (!found) throw new Error(`no source ${name}`);
	return found;
}

/** The columns of Kaggle's file, whose first header is blank. */
const sparkovHeader =
	',trans_date_trans_time,cc_num,merchant,category,amt,first,last,gender,street,city,state,zip,lat,long,city_pop,job,dob,trans_num,unix_time,merch_lat,merch_long,is_fraud';
const sparkovRow = (label: number) =>
	`0,2019-01-01 00:00:18,2703186189652095,"fraud_Rippin, Kub and Mann",misc_net,4.97,A,B,F,1 Street,Town,NC,28654,36.07,-81.17,3495,Job,1988-03-09,0b24,1325376018,36.01,-82.04,${label}`;

async function sparkovFile(name: string, ...labels: number[]): Promise<string> {
	const path = join(folder, name);
	await writeFile(path, [sparkovHeader, ...labels.map(sparkovRow), ''].join('\n'));
	return path;
}

describe('fetch-data', () => {
	it.each([
		['ulb', 'https://www.kaggle.com/datasets/mlg-ulb/creditcardfraud'],
		['handbook', 'https://github.com/Fraud-Detection-Handbook/simulated-data-raw'],
		['sparkov', 'https://www.kaggle.com/datasets/kartik2112/fraud-detection'],
		['sparkov', 'https://github.com/namebrandon/Sparkov_Data_Generation'],
		['paysim', 'https://www.kaggle.com/datasets/ealaxi/paysim1'],
		['paysim', 'https://github.com/EdgarLopezPhD/PaySim']
	])('says that the data for %s are at %s', async (name, address) => {
		const io = fakeIo();
		expect(await fetchData.run([name], io)).toBe(0);
		expect(io.text).toContain(address);
		for (const { file } of sourceNamed(name).originals) expect(io.text).toContain(file);
	});

	it('knows the data of every pack that can be trained', () => {
		const said = dataSources.map(({ instructions }) => instructions.split('\n\n')[0]).join('\n');
		for (const { name } of trainingConfigs) expect(said).toContain(name);
	});

	it('names the data there are when asked for others', async () => {
		await expect(fetchData.run(['other'], fakeIo())).rejects.toMatchObject({ code: 'cli.usage', message: expect.stringContaining('ulb, handbook, sparkov, paysim') as string });
		await expect(fetchData.run([], fakeIo())).rejects.toMatchObject({ code: 'cli.usage' });
		await expect(fetchData.run(['ulb', '--out', 'a', '--check', 'b'], fakeIo())).rejects.toMatchObject({ code: 'cli.usage' });
	});

	it('checks a file: exit 0 for one to train on, 1 for one of a single class', async () => {
		const io = fakeIo();
		expect(await fetchData.run(['sparkov', '--check', await sparkovFile('a.csv', 0, 1, 0)], io)).toBe(0);
		expect(JSON.parse(io.text)).toMatchObject({ kind: 'same-columns', rows: 3, frauds: 1 });
		expect(await fetchData.run(['sparkov', '--check', await sparkovFile('b.csv', 0, 0)], fakeIo())).toBe(1);
	});

	it.skipIf(process.platform === 'win32')('has Kaggle’s program get all files and checks each', async () => {
		const program = join(folder, 'kaggle');
		const [train, test] = [await sparkovFile('train', 0, 1), await sparkovFile('test', 1, 0, 0)];
		await writeFile(program, `#!/bin/sh\n[ "$4" = kartik2112/fraud-detection ] && cp ${train} "$6/fraudTrain.csv" && cp ${test} "$6/fraudTest.csv"\n`);
		await chmod(program, 0o755);
		vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`);
		const io = fakeIo();
		expect(await fetchData.run(['sparkov', '--out', join(folder, 'data')], io)).toBe(0);
		expect(io.text.match(/"rows": \d/g)).toEqual(['"rows": 2', '"rows": 3']);
		await expect(fetchData.run(['paysim', '--out', join(folder, 'data')], fakeIo())).rejects.toMatchObject({ code: 'url.status' });
	});

	it('says what to do by hand where the program is missing', async () => {
		vi.stubEnv('PATH', folder);
		await expect(fetchData.run(['handbook', '--out', join(folder, 'data')], fakeIo())).rejects.toMatchObject({
			code: 'url.status',
			message: expect.stringContaining('read_pickle') as string
		});
	});
});

describe('judgeFile', () => {
	it('knows an original by its rows and frauds', async () => {
		const source = { ...sourceNamed('sparkov'), originals: [{ file: 'fraudTest.csv', rows: 3, frauds: 1 }] };
		expect(await judgeFile(await fileSource(await sparkovFile('a.csv', 0, 1, 0)), source)).toMatchObject({ kind: 'full', rows: 3, frauds: 1 });
	});

	it('refuses a file of other data and names what it lacks', async () => {
		const path = await sparkovFile('a.csv', 0, 1);
		await expect(judgeFile(await fileSource(path), sourceNamed('paysim'))).rejects.toMatchObject({
			code: 'file.missing-columns',
			message: expect.stringContaining('nameOrig') as string
		});
	});
});
