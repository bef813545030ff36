import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parametersYaml, writeBestConfig } from './best-config';
import { readConfigFile } from './config-file';
import { trainJob } from './train-job';

let folder = '';
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'shrike-best-'));
});
afterEach(() => rm(folder, { recursive: true }));

const parameters = { 'gbdt.boosting.l2': 3, 'mlp.hidden': [4, 2], 'combiner.l2': 0.5 };

async function written(text: string, values = {}): Promise<string> {
	const config = join(folder, 'my.yaml');
	await writeFile(config, text);
	const job = await trainJob({ config, ...values });
	return writeBestConfig(await readConfigFile(config), job, parameters, join(folder, 'runs', 'mine'));
}

it('a best configuration differs from the searched one in the parameters alone, wherever it lies', async () => {
	const text = `# mine\npack: ulb-creditcard\nout: pack\ndata:\n  ulb-creditcard: [a.csv, ${resolve('/far/b.csv')}] # two\nmembers: { gbdt: { boosting: { rounds: 9 } } }\n`;
	const path = await written(text);
	const best = await readConfigFile(path);
	expect(best.text).toContain('# mine');
	expect(best.text).toContain('# two');
	const [before, after] = [await trainJob({ config: join(folder, 'my.yaml') }), await trainJob({ config: path })];
	expect([after.data, after.folder, after.seed]).toEqual([before.data, before.folder, before.seed]);
	expect(best.file.members).toEqual({ gbdt: { boosting: { rounds: 9, l2: 3 } }, mlp: { hidden: [4, 2] } });
	expect(best.file.combiner).toEqual({ l2: 0.5 });
});

it('it keeps what the command line said', async () => {
	const path = await written('pack: ulb-mlp\ndata: { ulb-mlp: [a.csv] }\n', { pack: 'ulb-creditcard', seed: '9', data: ['b.csv'] });
	expect(await trainJob({ config: path })).toMatchObject({ config: { name: 'ulb-creditcard' }, seed: 9, data: [resolve('b.csv')] });
});

it('parameters are printed as the part of a file that says them', () => {
	expect(parse(parametersYaml(parameters))).toEqual({ members: { gbdt: { boosting: { l2: 3 } }, mlp: { hidden: [4, 2] } }, combiner: { l2: 0.5 } });
	expect(parse(parametersYaml({ 'combiner.l2': 1 }))).toEqual({ combiner: { l2: 1 } });
});
