import { beforeAll, describe, expect, it } from 'vitest';
import { referenceModelMargins } from '../core/members/model';
import { loadPack } from '../core/pack/load';
import { clipMargin } from '../core/pack/score';
import { seededRandom } from '../core/random/random';
import type { Column } from '../core/schema/schema';
import { blobSource } from '../csv/source';
import type { TrainingConfig } from './config';
import { defaultGbdt } from './gbdt/config';
import { goldenFeatures } from '../core/pack/golden-features';
import { readerOf } from './pack-files';
import { combine, day, hour, risk, time, unary, window } from './packs/step-makers';
import { sparkov } from './packs/sparkov';
import { pooledScores } from './pooled';
import { prepareData } from './prepare-data';
import { foldedData } from './protocols/folded-data';
import { runProtocol } from './protocols/run-protocol';
import { readLabelled } from './read-labelled';
import { trainPack } from './train-pack';
import type { TrainedPack } from './train-pack';

const column = (name: string, type: Column['type'], roles: Column['roles'], more: Partial<Column> = {}): Column => ({
	name,
	type,
	roles,
	aliases: [],
	description: '',
	...more
});

/** A pack with every kind of column and step, small and quick. */
const config: TrainingConfig = {
	...sparkov,
	name: 'bursts',
	schema: {
		name: 'bursts',
		columns: [
			column('when', 'datetime', ['feature', 'timestamp'], { optional: true }),
			column('seconds', 'number', ['feature', 'timestamp'], { optional: true }),
			column('card', 'string', ['feature', 'entity'], { sensitive: 'card-number' }),
			column('shop', 'string', ['feature']),
			column('amount', 'number', ['feature', 'amount'], { min: 0 }),
			column('fraud', 'number', ['label'])
		]
	},
	pipeline: [
		{ op: 'coalesce', from: ['when', 'seconds'], to: time, otherwise: 0 },
		unary('log1p', 'amount_log', 'amount'),
		{ op: 'ordinal', from: 'shop', to: 'shop_level', levels: ['food', 'fuel'] },
		{ op: 'encode', from: ['shop'], to: 'shop_risk', smoothing: 10, table: {}, otherwise: 0 },
		window('rows_6h', ['card'], 6 * hour, 'count'),
		window('_mean_30d', ['card'], 30 * day, 'mean', 'amount'),
		combine('to_mean', 'divide', 'amount', '_mean_30d', 1),
		risk('shop_frauds', ['shop'], 'frauds', 10, 2)
	],
	cardColumn: 'card',
	protocols: [
		{
			name: 'time',
			title: 'the last quarter',
			split: { kind: 'time', trainFrom: null, trainTo: null, delayDays: 2, testFrom: { spanShare: 0.75 }, testTo: null },
			removeKnown: null,
			removeDetected: false
		}
	],
	members: [
		{ id: 'gbdt', kind: 'gbdt', stopEarly: false, boosting: { ...defaultGbdt, rounds: 20, maxLeaves: 6, minRows: 5 } },
		{ id: 'logistic', kind: 'logistic', l2: 1 }
	],
	combiner: { folds: 2, l2: 1 }
};

const first = Date.UTC(2024, 0, 1) / 1000;
const shops = ['food', 'fuel', 'games', 'jewels'];

/** 60 cards with a row a day or two; a fraud is the end of a burst of four rows within the hour. `late` shops are new at the end. */
function rows({ days = 40, late = '' } = {}): { when: number; cells: string[]; label: 0 | 1 }[] {
	const random = seededRandom(3);
	const made: { when: number; cells: string[]; label: 0 | 1 }[] = [];
	const add = (when: number, card: number, label: 0 | 1, d: number) => {
		const shop = late !== '' && d > days - 4 ? late : shops[random.int(4)];
		made.push({ when, cells: [String(400_123_456_789 + 7_654_321 * card), shop, (5 + 60 * random.next()).toFixed(2)], label });
	};
	for (let d = 0; d < days; d++) {
		for (let card = 0; card < 60; card++) {
			const when = Math.floor(first + d * day + random.next() * 20 * hour);
			if (random.next() < 0.03) for (let i = 0; i < 4; i++) add(when + 600 * i, card, i === 0 ? 0 : 1, d);
			else if (random.next() < 0.7) add(when, card, 0, d);
		}
	}
	return made.sort((a, b) => a.when - b.when);
}

const dateText = (when: number) => new Date(when * 1000).toISOString().slice(0, 19).replace('T', ' ');
const csv = (of: ReturnType<typeof rows>) =>
	`when,card,shop,amount,fraud\n${of.map(({ when, cells, label }) => `${[dateText(when), ...cells, label].join()}\n`).join('')}`;
const read = (text: string) => readLabelled(blobSource(new Blob([text]), 'bursts.csv'), config.schema);
const sourceOf = async (text: string) => ({ name: 'bursts.csv', sha256: '0'.repeat(64), data: await read(text) });
const options = { seed: 2, command: 'shrike train' };

describe('a pack with texts, dates and profiles', () => {
	let trained: TrainedPack;
	beforeAll(async () => {
		trained = await trainPack(config, [await sourceOf(csv(rows()))], options);
	}, 120_000);

	it('learns what only the earlier rows of a card tell, on days that it has not seen', () => {
		const test = trained.evaluation.sets.find(({ name }) => name === 'test');
		expect(test?.figures.averagePrecision.value).toBeGreaterThan(0.95);
		expect(test?.figures.cardPrecisionAtK.value).toBeGreaterThan(0);
		expect(test?.curves?.roc.length).toBeGreaterThan(2);
		const { protocol } = trained.evaluation;
		expect(protocol).toMatchObject({ name: 'time', optimistic: false, delayDays: 2 });
		expect((protocol?.test?.[0] ?? 0) - (protocol?.train?.[1] ?? 0)).toBe(2 * day);
		expect(protocol?.withheldRows).toBeGreaterThan(50);
	});

	it('gives the same bytes again, and loads with golden vectors that one session answers', async () => {
		const again = await trainPack(config, [await sourceOf(csv(rows()))], options);
		expect(again.sha256).toBe(trained.sha256);
		const { manifest, model, golden, pipeline } = await loadPack(readerOf(trained.files), trained.sha256);
		expect(manifest.formatVersion).toBe(3);
		const margins = referenceModelMargins(model, goldenFeatures(pipeline, golden.raw), golden.raw.length);
		expect(Array.from(margins, (margin) => clipMargin(margin, manifest))).toEqual(golden.margins);
		const texts = golden.raw.flat().filter((value) => typeof value === 'string');
		expect(texts).toContain('never seen');
	}, 60_000);

	it('holds no card: neither in its distributions nor in its vectors', () => {
		const all = [...trained.files.values()].map((bytes) => new TextDecoder('latin1').decode(bytes)).join('\n');
		const cards = new Set(rows().map(({ cells }) => cells[0]));
		const invented = /"4\d{11}"/g;
		const named = [...all.matchAll(invented)].map(([text]) => text.slice(1, -1));
		// Invented numbers look alike, but they are counted from 1.
		expect(named.filter((name) => cards.has(name))).toEqual([]);
	});

	it('fits encodings on the rows that are learned from only', async () => {
		const other = rows().map((row, i, { length }) => (i > 0.8 * length ? { ...row, label: 0 as const } : row));
		const prepared = prepareData(config, [await read(csv(other))]);
		const { fitted } = await runProtocol(config, prepared, config.protocols[0], 2, () => undefined);
		const table = (pipeline: TrainingConfig['pipeline']) => pipeline.find(({ op }) => op === 'encode');
		expect(table(fitted.pipeline)).toEqual(table(trained.manifest.pipeline));
		expect(JSON.stringify(table(fitted.pipeline))).toContain('"jewels"');
	}, 60_000);

	it('scores categories never seen, sorts time that goes backwards, and takes seconds for dates', async () => {
		const known = rows();
		const prepare = async (text: string) => prepareData(config, [await read(text)]);
		const fresh = await prepare(csv(rows({ late: 'zoo' })));
		const { tested } = await runProtocol(config, fresh, config.protocols[0], 2, () => undefined);
		expect(tested.scores.every((score) => score > 0 && score < 1)).toBe(true);

		const [ordered, shuffled] = [await prepare(csv(known)), await prepare(csv([...known.slice(500), ...known.slice(0, 500)]))];
		expect(shuffled.counts.backwards).toBe(1);
		expect(ordered.counts.backwards).toBe(0);
		expect(shuffled.times).toEqual(ordered.times);

		const seconds = `seconds${csv(known).slice('when'.length)}`.replaceAll(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/gm, (text) => String(Date.parse(`${text}Z`) / 1000));
		expect((await prepare(seconds)).times).toEqual(ordered.times);
	}, 60_000);

	it('scores folds of rows that came in any order', async () => {
		const data = await read(csv(rows({ days: 20 }).reverse()));
		const listed = Array.from({ length: data.rows }, (_, row) => ({ row, fold: row % 2 }));
		const folded = foldedData(config, data, listed);
		expect(folded.times?.every((when, row, all) => row === 0 || when >= all[row - 1])).toBe(true);
		const { scores, fits } = await pooledScores(config, folded, 1, () => undefined);
		expect(fits).toHaveLength(2);
		const mean = (label: number) => {
			const own = scores.filter((_, row) => folded.data.labels[row] === label);
			return own.reduce((sum, score) => sum + score, 0) / own.length;
		};
		expect(mean(1)).toBeGreaterThan(10 * mean(0));
	}, 60_000);

	it('names a date that does not parse, a label that is none, an empty cell and time that stands still', async () => {
		const lines = csv(rows()).split('\n');
		const changed = (from: RegExp, to: string) => [lines[0], lines[1].replace(from, to), ...lines.slice(2)].join('\n');
		// A card number where a date should be: the columns of the file are shifted.
		await expect(read(changed(/^[^,]*/, '4111111111111111'))).rejects.toMatchObject({ code: 'data.wrong-file', message: expect.not.stringContaining('41111111') as string });
		await expect(read(changed(/^[^,]*/, '31.01.2024x'))).rejects.toMatchObject({ code: 'data.wrong-file', message: expect.stringContaining('“31.01.2024x” as when, which is no date') as string });
		await expect(read(changed(/[01]$/, '2'))).rejects.toMatchObject({ code: 'data.bad-label', detail: { row: 1, column: 'fraud' } });
		await expect(read(changed(/[\d.]+(?=,[01]$)/, 'NaN'))).rejects.toMatchObject({ code: 'data.wrong-file', message: expect.stringContaining('“NaN” as amount') as string });
		await expect(read(changed(/[\d.]+(?=,[01]$)/, ''))).rejects.toMatchObject({ code: 'data.wrong-file', message: expect.stringContaining('row 1: the row has nothing as amount') as string });
		const still = `card,shop,amount,fraud\n${rows().map(({ cells, label }) => [...cells, label].join()).join('\n')}\n`;
		const data = await read(still);
		expect(() => prepareData(config, [data])).toThrow(expect.objectContaining({ code: 'data.constant-column' }));
	});
});
