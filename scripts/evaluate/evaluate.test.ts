import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { seededRandom } from '../../src/lib/core/random/random';
import { trainingConfigs } from '../../src/lib/training/packs';
import { projectFolder } from '../cli/project';
import { stdinSource } from '../cli/node-source';
import { evaluate } from '../commands/evaluate';
import { train } from '../commands/train';
import { readPlan } from './plan';
import { protocolOf } from './protocol-option';
import { renderEvaluations } from './render';
import { readResults } from './results';

let folder = '';
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'shrike-evaluate-'));
});
afterEach(() => rm(folder, { recursive: true }));

function io() {
	const notes: string[] = [];
	let out = '';
	const write = (data: string | Uint8Array) => {
		out += String(data);
		return Promise.resolve();
	};
	return { notes, text: () => out, io: { out: write, note: (line: string) => void notes.push(line), stdin: stdinSource, signal: new AbortController().signal } };
}

const fixture = (name: string) => join(projectFolder, 'tests', 'fixtures', 'scored', name);

describe('evaluate --scored', () => {
	const judged = z.record(z.string(), z.unknown());
	const authority = z.object({ kept: judged, removed: judged });
	const printed = z.object({
		rows: z.number(),
		frauds: z.number(),
		unscored: z.number(),
		figures: z.record(z.string(), z.object({ value: z.number(), interval: z.tuple([z.number(), z.number()]).nullable() }))
	});
	const names = {
		rocAuc: 'roc_auc',
		averagePrecision: 'average_precision',
		recallAtPrecision: 'recall_at_precision_0.8889',
		precisionAtRecall: 'precision_at_recall_0.7347',
		recallAtFpr: 'recall_at_fpr_0.01',
		brierScore: 'brier',
		meanScore: 'mean_score',
		prevalence: 'prevalence',
		cardPrecisionAtK: 'card_precision_at_3'
	};

	it.each([
		['kept', []],
		['removed', ['--remove-detected']]
	] as const)('gives the figures that scikit-learn and pandas give, detected cards %s', async (which, more) => {
		const call = io();
		const columns = ['--label', 'class', '--score', 'p', '--card', 'customer', '--time', 'when', '--amount', 'amount'];
		await evaluate.run(['--scored', fixture('scored.csv'), ...columns, '--normal-weight', '12.5', '--k', '3', '--threshold', '0.35', ...more], call.io);
		const expected = authority.parse(JSON.parse(await readFile(fixture('judge.json'), 'utf8')))[which];
		const ours = printed.parse(JSON.parse(call.text()));
		expect([ours.rows, ours.frauds, ours.unscored]).toEqual([expected.rows, expected.frauds, expected.unscored]);
		for (const [name, theirs] of Object.entries(names)) expect(ours.figures[name].value, name).toBeCloseTo(Number(expected[theirs]), 9);
		const atThreshold = z.object({ precision: z.number(), recall: z.number() }).parse(expected.at_threshold);
		expect(ours.figures.precision.value).toBeCloseTo(atThreshold.precision, 9);
		expect(ours.figures.recall.value).toBeCloseTo(atThreshold.recall, 9);
		expect(ours.figures.averagePrecision.interval).not.toBeNull();
		expect(call.notes.join('\n')).toContain('| Average precision |');
	});

	it.each([
		['a column that is not there', ['--label', 'klass', '--score', 'p'], 'cli.usage'],
		['no label named', ['--score', 'p'], 'cli.usage'],
		['a score that is no probability', ['--label', 'class', '--score', 'amount'], 'data.wrong-file'],
		['a label with other values', ['--label', 'amount', '--score', 'p'], 'data.bad-label']
	])('refuses %s', async (_, args, code) => {
		await expect(evaluate.run(['--scored', fixture('scored.csv'), ...args], io().io)).rejects.toMatchObject({ code });
	});
});

/** Rows of the Handbook's columns; frauds have large amounts. */
function handbookRows(days: number, { label = (fraud: boolean): string => (fraud ? '1' : '0'), amount = (x: number) => x.toFixed(2) } = {}): string {
	const random = seededRandom(4);
	const lines = ['TX_DATETIME,CUSTOMER_ID,TERMINAL_ID,TX_AMOUNT,TX_FRAUD'];
	for (let row = 0; row < 40 * days; row++) {
		const fraud = random.next() < 0.05;
		const when = new Date(Date.UTC(2018, 5, 1) + row * 2_160_000).toISOString().slice(0, 19).replace('T', ' ');
		lines.push([when, random.int(30), random.int(20), amount(fraud ? 250 + 50 * random.next() : 20 + 50 * random.next()), label(fraud)].join());
	}
	return `${lines.join('\n')}\n`;
}

describe('what cannot be evaluated or trained', () => {
	async function refused(content: string): Promise<unknown> {
		const data = join(folder, 'data.csv');
		await writeFile(data, content);
		const out = join(folder, 'pack');
		const errors: unknown[] = [];
		const keep = (error: unknown) => errors.push(error);
		await train.run(['--pack', 'handbook', '--data', data, '--out', out], io().io).catch(keep);
		await evaluate.run(['--pack', 'handbook', '--data', data, '--out', join(folder, 's.csv')], io().io).catch(keep);
		expect(errors).toHaveLength(2);
		expect(await readdir(folder)).toEqual(['data.csv']);
		const [code, other] = errors.map((error) => z.object({ code: z.string() }).parse(error).code);
		expect(other).toBe(code);
		return code;
	}

	it.each<[string, string, Parameters<typeof handbookRows>[1]]>([
		['data.one-class', 'one class only', { label: () => '0' }],
		['data.bad-label', 'a label with other values', { label: (fraud) => (fraud ? 'fraud' : '0') }],
		['data.constant-column', 'a constant column', { amount: () => '10.00' }],
		['data.missing-column', 'a column without values', { amount: () => '' }],
		['data.wrong-file', 'NaN', { amount: () => 'NaN' }],
		['config.invalid', 'days that the protocol does not know', {}]
	])('says %s for %s, and leaves nothing half-written', async (code, _, change) => {
		expect(await refused(handbookRows(20, change))).toBe(code);
	});

	it('says that frauds are too few, and that dates are none', async () => {
		let frauds = 0;
		const few = handbookRows(20, { label: (fraud) => (fraud && frauds++ < 8 ? '1' : '0') });
		expect(await refused(few)).toBe('data.too-few-frauds');
		expect(await refused(handbookRows(20).replace('2018-06-01 00:00:00', '01/06/18'))).toBe('data.wrong-file');
	});

	it('changes the days of a protocol, and the week from which cards are known', () => {
		const [config] = trainingConfigs.filter(({ name }) => name === 'handbook');
		const { split, removeKnown, title } = protocolOf(config, { protocol: 'published', 'train-from': '2018-06-01', 'train-to': '2018-06-08', 'test-from': '2018-06-15', 'test-to': '2018-06-22' });
		expect(split).toMatchObject({ trainFrom: { date: '2018-06-01' }, testTo: { date: '2018-06-22' }, delayDays: 7 });
		expect(removeKnown).toEqual({ card: 'CUSTOMER_ID', since: { date: '2018-06-01T00:00:00.000Z' }, until: { date: '2018-06-08' } });
		expect(title).toContain('other days');
		expect(() => protocolOf(config, { 'test-from': 'soon' })).toThrow(expect.objectContaining({ code: 'cli.usage' }));
	});

	it('names its protocols', async () => {
		const call = (...args: string[]) => evaluate.run(['--pack', 'handbook', '--data', 'x.csv', ...args], io().io);
		await expect(call('--protocol', 'nope')).rejects.toMatchObject({ code: 'cli.usage', message: expect.stringContaining('all-days, published') as string });
		await expect(call('--split', 'random', '--protocol', 'published')).rejects.toMatchObject({ code: 'cli.usage' });
		await expect(evaluate.run(['--pack', 'ulb-mlp', '--data', 'x.csv', '--split', 'time'], io().io)).rejects.toMatchObject({ code: 'cli.usage' });
	});
});

describe('the page of the evaluations', () => {
	it('is what its figures give', async () => {
		const results = await readResults(join(projectFolder, 'docs', 'evaluation.json'));
		expect(await readFile(join(projectFolder, 'docs', 'evaluation.md'), 'utf8')).toBe(renderEvaluations(results));
	});

	it('takes a target of an error for the most that it may be', async () => {
		const { results, ...rest } = await readResults(join(projectFolder, 'docs', 'evaluation.json'));
		const line = (expectedCalibrationError: number) => {
			const page = renderEvaluations({ ...rest, results: [{ ...results[0], target: { expectedCalibrationError }, floors: [] }] });
			return page.split('\n').find((text) => text.includes('| Expected calibration error |'));
		};
		const { value, interval } = results[0].judgement.figures.expectedCalibrationError;
		expect(line(1)).toMatch(/\| ≤ 1 \| yes \| – \|$/);
		expect(line(((interval?.[0] ?? 0) + value) / 2)).toMatch(/\| no, within the interval \| – \|$/);
		expect(line(0)).toMatch(/\| ≤ 0 \| no \| – \|$/);
	});

	it('is planned of packs and protocols that there are', async () => {
		const { evaluations } = await readPlan();
		for (const { pack, protocol } of evaluations) {
			const config = trainingConfigs.find(({ name }) => name === pack);
			expect(config?.protocols.map(({ name }) => name), pack).toContain(protocol);
		}
	});

	it('refuses results of another kind and a plan that is none', async () => {
		await writeFile(join(folder, 'plan.yaml'), 'seed: 1\nevaluations: []\n');
		await expect(readPlan(join(folder, 'plan.yaml'))).rejects.toMatchObject({ code: 'config.invalid' });
		await writeFile(join(folder, 'plan.yaml'), ': [');
		await expect(readPlan(join(folder, 'plan.yaml'))).rejects.toMatchObject({ code: 'config.invalid' });
		await writeFile(join(folder, 'evaluation.json'), '{}');
		await expect(readResults(join(folder, 'evaluation.json'))).rejects.toMatchObject({ code: 'data.wrong-file' });
		expect((await readResults(join(folder, 'none.json'))).results).toEqual([]);
	});
});
