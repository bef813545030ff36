import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { referenceModelMargins } from '../src/lib/core/members/model';
import { goldenFeatures } from '../src/lib/core/pack/golden-features';
import { loadPack } from '../src/lib/core/pack/load';
import type { Pack } from '../src/lib/core/pack/load';
import { clipMargin } from '../src/lib/core/pack/score';
import { recognisePacks } from '../src/lib/core/schema/recognise';
import { featureColumns } from '../src/lib/core/schema/schema';
import { bundledPacks, folderOf, generatedFile, modelFolder, readerOf } from './fixtures/bundled';
import { cardNumbersIn } from './fixtures/card-numbers';
import { publishedHeaders } from './fixtures/published-headers';

const headersOf = (csv: string): string[] => csv.slice(0, csv.indexOf('\n')).split(',');

describe('the list of bundled packs', () => {
	it('names every folder of packs once, under its own name', async () => {
		const there = (await readdir(modelFolder, { withFileTypes: true })).filter((item) => item.isDirectory());
		expect(bundledPacks.map(({ folder }) => folder).sort()).toEqual(there.map(({ name }) => name).sort());
		for (const { name, folder } of bundledPacks) expect(folder).toBe(name);
		expect(new Set(bundledPacks.map(({ title }) => title)).size).toBe(bundledPacks.length);
	});
});

describe('a published file', () => {
	const published = publishedHeaders.filter(({ pack }) => bundledPacks.some(({ name }) => name === pack));

	it.each(published)('$file belongs to $pack', ({ pack, headers }) => {
		// The network beside the hybrid reads the same columns.
		const others = bundledPacks.filter(({ name }) => name !== 'ulb-mlp');
		expect(recognisePacks(headers.split(','), others).winner).toBe(pack);
	});
});

describe.each(bundledPacks.map((entry) => ({ name: entry.name, entry })))('the bundled pack $name', ({ entry }) => {
	let pack: Pack;

	beforeAll(async () => {
		pack = await loadPack(readerOf(entry), entry.sha256);
	});

	it('is listed as its manifest says', () => {
		const { name, title, schema } = pack.manifest;
		expect(entry).toMatchObject({ name, title });
		expect(entry.schema).toEqual(schema);
	});

	it('holds what its manifest lists and nothing else', async () => {
		const names = await readdir(folderOf(entry));
		expect(names.sort()).toEqual(['manifest.json', ...Object.keys(pack.manifest.files)].sort());
		for (const [name, { bytes }] of Object.entries(pack.manifest.files)) {
			expect((await stat(join(folderOf(entry), name))).size, name).toBe(bytes);
		}
	});

	it('comes with a card, what was measured, what its data looked like, and golden vectors', () => {
		expect(pack.manifest.parts).toEqual({
			golden: 'golden.json',
			reference: 'reference.json',
			evaluation: 'evaluation.json',
			card: 'card.md'
		});
	});

	it('says on its card what it is, what it must not be used for, and how to make it again', () => {
		const { title, version, provenance } = pack.manifest;
		const card = pack.card ?? '';
		expect(card.startsWith(`# ${title}\n`)).toBe(true);
		expect(card).toContain(`version ${version}.`);
		for (const heading of ['Intended use', 'Limits', 'Data', 'Method', 'Figures', 'Made by']) {
			expect(card).toMatch(new RegExp(`\n## ${heading}\n\n\\S`));
		}
		expect(card).toContain(`\`${provenance.command}\``);
		for (const { name, sha256 } of provenance.data) expect(card).toMatch(new RegExp(`\\| ${name} \\|.*${sha256}`));
		expect(card).not.toMatch(/NaN|undefined|\bnull\b|\[object/);
	});

	it('names its data by their digests, and a command that can be given again', () => {
		const { command, data, seed, licence } = pack.manifest.provenance;
		expect(command).toMatch(new RegExp(`^shrike train .*--pack ${entry.name}\\b`));
		expect(command).toContain(`--seed ${seed ?? 'none'}`);
		// A configuration file would have to come with the pack; the settings of a bundled one are in the sources.
		expect(command).not.toContain('--config');
		expect(data.length).toBeGreaterThan(0);
		for (const { name, rows, positives } of data) {
			expect(command).toContain(`--data ${name}`);
			expect(name).not.toMatch(/[\\/]/);
			expect(rows).toBeGreaterThan(positives);
			expect(positives).toBeGreaterThanOrEqual(100);
		}
		expect(licence).toMatch(/Data: .+ Model: MIT\./);
	});

	it('was measured on rows that it did not learn from, at the threshold that it decides by', () => {
		const { sets, threshold, prior } = pack.evaluation ?? { sets: [], threshold: NaN, prior: NaN };
		expect(threshold).toBe(pack.manifest.policy.review);
		expect(prior).toBeCloseTo(pack.manifest.prior ?? NaN, 6);
		expect(sets.map(({ name }) => name).filter((name) => name !== 'validation')).toEqual(['train', 'test']);
		const test = sets[sets.length - 1];
		expect(test.frauds).toBeGreaterThanOrEqual(50);
		for (const name of ['rocAuc', 'averagePrecision']) {
			const { value, interval } = test.figures[name];
			const [low, high] = interval ?? [NaN, NaN];
			expect(value, name).toBeGreaterThan(0.6);
			expect(low, name).toBeLessThanOrEqual(value);
			expect(high, name).toBeGreaterThanOrEqual(value);
		}
	});

	it('knows how every column that it reads was distributed', () => {
		const { raw = [], texts = [], features = [] } = pack.reference ?? {};
		const columns = featureColumns(pack.manifest.schema);
		const required = columns.filter(({ optional }) => optional !== true).map(({ name }) => name);
		const known = [...raw, ...texts].map(({ name }) => name);
		expect(known).toEqual(expect.arrayContaining(required));
		expect(columns.map(({ name }) => name)).toEqual(expect.arrayContaining(known));
		expect(features.map(({ name }) => name)).toEqual(pack.pipeline.featureNames);
		// Whoever is named in the data is in no pack: only how such names begin.
		const named = columns.filter(({ type, roles, sensitive }) => type === 'string' && (roles.includes('entity') || sensitive !== undefined));
		for (const { name } of named) expect(texts.find((column) => column.name === name)?.levels, name).toEqual([]);
	});

	it('has golden vectors on which the reference still gives the stored margins, which differ', () => {
		const { raw, margins } = pack.golden;
		const computed = referenceModelMargins(pack.model, goldenFeatures(pack.pipeline, raw), raw.length);
		computed.forEach((margin, i) => expect(clipMargin(margin, pack.manifest)).toBeCloseTo(margins[i], 9));
		expect(margins.length).toBeGreaterThanOrEqual(32);
		expect(Math.max(...margins) - Math.min(...margins)).toBeGreaterThan(1);
	});

	it('holds nothing that could be a card number', async () => {
		for (const name of ['manifest.json', ...Object.keys(pack.manifest.files)]) {
			expect(cardNumbersIn(await readFile(join(folderOf(entry), name), 'latin1')), name).toEqual([]);
		}
	});

	it('is recognised by a file of its own kind, but for packs that read the same columns', () => {
		const csv = generatedFile(pack, { rows: 10, seed: 1, fraudShare: 0.5 });
		expect(cardNumbersIn(csv)).toEqual([]);
		const { ranking, winner } = recognisePacks(headersOf(csv), bundledPacks);
		const columnsOf = ({ schema }: (typeof bundledPacks)[number]) => JSON.stringify(schema.columns);
		const alike = bundledPacks.filter((other) => columnsOf(other) === columnsOf(entry)).map(({ name }) => name);
		expect(winner).toBe(alike.length === 1 ? entry.name : null);
		expect(ranking.slice(0, alike.length).map(({ name }) => name).sort()).toEqual(alike.sort());
		expect(ranking[0]).toMatchObject({ fits: true, labelled: true, missing: [] });
	});
});
