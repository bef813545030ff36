import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ulbCreditcard } from '../../src/lib/training/packs/ulb-creditcard';
import { modelFolder } from '../cli/project';
import { trainJob } from './train-job';

let folder = '';
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'shrike-job-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function job(text: string, values = {}): ReturnType<typeof trainJob> {
	const config = join(folder, 'my.yaml');
	await writeFile(config, text);
	return trainJob({ config, ...values });
}

const least = 'pack: ulb-creditcard\ndata: { ulb-creditcard: [a.csv, ../b.csv], ulb-mlp: [c.csv] }\n';

describe('a central configuration', () => {
	it('with nothing but data is the pack’s own', async () => {
		const { config, data, seed, folder: target } = await job(least);
		expect(config).toEqual(ulbCreditcard);
		expect(data).toEqual([join(folder, 'a.csv'), join(folder, '..', 'b.csv')]);
		expect([seed, target]).toEqual([1, join(modelFolder, 'ulb-creditcard')]);
	});

	it('gives way to the command line', async () => {
		const text = `${least}seed: 4\nout: there\n`;
		expect(await job(text)).toMatchObject({ seed: 4, folder: join(folder, 'there') });
		const given = await job(text, { pack: 'ulb-mlp', data: ['x.csv'], seed: '7', out: 'here' });
		expect(given).toMatchObject({ config: { name: 'ulb-mlp' }, data: ['x.csv'], seed: 7, folder: 'here' });
		expect((await job(least, { pack: 'ulb-mlp' })).data).toEqual([join(folder, 'c.csv')]);
	});

	it('splits by time, at random or by a protocol of the pack', async () => {
		const timed = await job(`${least}split: { time: { trainFrom: 2018-07-25, delayDays: 7, testFrom: { spanShare: 0.8 } } }\n`);
		expect(timed.config.protocols[0].split).toEqual({
			kind: 'time',
			trainFrom: { date: '2018-07-25' },
			trainTo: null,
			delayDays: 7,
			testFrom: { spanShare: 0.8 },
			testTo: null
		});
		const random = await job(`${least}split: { random: { train: 0.5, validation: 0 } }\n`);
		expect(random.config.protocols[0]).toMatchObject({ name: 'configured', split: { kind: 'random', train: 0.5, validation: 0 } });
		expect((await job(`${least}split: { protocol: folds }\n`)).config.protocols.map(({ name }) => name)).toEqual(['folds', 'random']);
	});

	it('chooses the threshold and changes members', async () => {
		const { config } = await job(`${least}threshold: { precision: 0.9 }\nmembers: { logistic: { l2: 3 } }\ncombiner: { l2: 2 }\n`);
		expect(config).toMatchObject({ threshold: { precision: 0.9 }, combiner: { folds: 5, l2: 2 } });
		expect(config.members[2]).toEqual({ id: 'logistic', kind: 'logistic', l2: 3 });
	});

	it.each([
		['pack: nope\ndata: {}', 'pack: there is no pack “nope”'],
		['pack: ulb-mlp\ndata: {}', 'data.ulb-mlp: it is missing'],
		['data: {}', 'pack: it is missing'],
		[`${least}seed: -1`, 'seed: '],
		[`${least}members: { gbdt: { boosting: { rounds: 0 } } }`, 'members.gbdt.boosting.rounds: '],
		[`${least}members: { forest: { trees: 1 } }`, 'members.forest.trees: the pack ulb-creditcard has no “forest”'],
		[`${least}combiner: { folds: 1 }`, 'combiner.folds: '],
		[`${least}threshold: high`, 'threshold: give best-f1'],
		[`${least}split: { protocol: published }`, 'split.protocol: the pack ulb-creditcard has no “published”; it has random, folds'],
		[`${least}split: {}`, 'split: give one of protocol, random and time'],
		[`${least}split: { random: { train: 0.7, validation: 0.3 } }`, 'split.random: leave a rest for the test'],
		[`${least}split: { time: { delayDays: 7, testFrom: 3 } }`, 'split.time.testFrom: give a date'],
		[`${least}speed: 3`, 'speed: nothing is called so here'],
		['a: b: c', 'line 1: '],
		['', 'expected object']
	])('%j is refused, by file and place', async (text, message) => {
		await expect(job(text)).rejects.toMatchObject({
			code: 'config.invalid',
			message: expect.stringContaining(`${join(folder, 'my.yaml')}: ${message}`) as string
		});
	});

	it.each([
		['of nothing', `${least}seed: *gone\n`, /Unresolved alias.*gone/],
		['of itself', `${least}members: &all\n  gbdt: *all\n`, /part of what it stands for/],
		['that grows without end', `a0: &a0 [x, x, x]\n${Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]\n`).join('')}${least}`, /Excessive alias count/]
	])('with an alias %s is refused', async (_, text, message) => {
		await expect(job(text)).rejects.toMatchObject({ code: 'config.invalid', message: expect.stringMatching(message) as string });
	});

	it('that is not there is named', async () => {
		await expect(trainJob({ config: join(folder, 'none.yaml') })).rejects.toMatchObject({ code: 'config.invalid', message: expect.stringContaining('none.yaml') as string });
	});
});
