import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandIo } from '../scripts/cli/command';
import { loadPackFrom } from '../scripts/cli/pack-folder';
import { pack } from '../scripts/commands/pack';
import { score } from '../scripts/commands/score';
import { sigmoid } from '../src/lib/core/members/activation';
import { treeMargins } from '../src/lib/core/members/trees/ensemble';
import { parseLightgbm } from '../src/lib/core/members/trees/lightgbm';
import { blobSource } from '../src/lib/csv/source';
import { foreignModels } from './fixtures/trees/models';

vi.setConfig({ testTimeout: 60_000 });

const { models, refused } = foreignModels();
const names = ['a', 'b', 'c', 'd', 'e'];
const schema = { name: 'five', columns: names.map((name) => ({ name, type: 'number', roles: ['feature'] })) };

let folder = '';
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'shrike-trees-'));
	await write('schema.json', schema);
});
afterEach(() => rm(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const write = (name: string, content: unknown): Promise<void> =>
	writeFile(at(name), typeof content === 'string' ? content : JSON.stringify(content));

function fakeIo(): CommandIo & { text: string; notes: string } {
	const io = {
		text: '',
		notes: '',
		out: async (data: string | Uint8Array) => void (io.text += typeof data === 'string' ? data : new TextDecoder().decode(data)),
		note: (line: string) => void (io.notes += `${line}\n`),
		stdin: () => ({ ...blobSource(new Blob([]), 'standard input'), size: null }),
		signal: new AbortController().signal
	};
	return io;
}

async function packed(library: string, model: unknown, ...more: string[]): Promise<{ text: string; notes: string }> {
	await write('model', model);
	const io = fakeIo();
	await pack.run([`--${library}`, at('model'), '--schema', at('schema.json'), '--out', at('bank'), ...more], io);
	return io;
}

/** Rows that a CSV can hold, with the library's logits of them: its objective `sigmoid:2` doubles what it calls raw. */
function complete({ library, name, model, rows, margins }: (typeof models)[number]): { rows: number[][]; margins: number[] } {
	const scale = name === 'sigmoid 2' ? 2 : 1;
	const all = margins.map((margin, row) => ({ margin: margin * scale, values: rows.slice(row * 5, row * 5 + 5) }));
	const kept = all.filter(({ values, margin }) => values.every(Number.isFinite) && (library === 'xgboost' || sameAsFloat32(model, values, margin)));
	return { rows: kept.map(({ values }) => values), margins: kept.map(({ margin }) => margin) };
}

/** LightGBM compares float64; we give it float32 features, which lie on the other side of a threshold beside them. */
function sameAsFloat32(model: unknown, values: number[], margin: number): boolean {
	const out = new Float64Array(1);
	treeMargins(parseLightgbm(String(model)).ensemble, Float32Array.from(values), 1, out);
	return Math.abs(out[0] - margin) < 1e-6;
}

describe('shrike pack of a bank’s own trees', () => {
	it.each(models)('scores a CSV as $library does: $name', async (fixture) => {
		const { text, notes } = await packed(fixture.library, fixture.model);
		expect(notes).toContain('wrote');
		expect(JSON.parse(text)).toMatchObject({ features: names, trees: expect.any(Number) as number });
		const { rows, margins } = complete(fixture);
		expect(rows.length).toBeGreaterThan(20);
		await write('in.csv', [names.join(','), ...rows.map((row) => row.join(',')), ''].join('\n'));
		for (const backend of ['cpu', 'wasm']) {
			const io = fakeIo();
			expect(await score.run([at('in.csv'), '--pack', at('bank'), '--backend', backend, '--out', at('out.csv')], io)).toBe(0);
			const [header, ...lines] = (await readFile(at('out.csv'), 'utf8')).trim().split(/\r?\n/).map((line) => line.split(','));
			const column = header.indexOf('fraud_probability');
			const scores = lines.map((cells) => Number(cells[column]));
			expect(scores.length).toBe(rows.length);
			margins.forEach((margin, row) => expect(Math.abs(scores[row] - sigmoid(margin))).toBeLessThan(1e-6));
		}
	});

	it('holds format 2, one member, golden vectors of different margins, and no weights', async () => {
		await packed('xgboost', models[0].model, '--threshold', '0.2', '--title', 'Our bank');
		const { manifest, golden, model } = await loadPackFrom(at('bank'));
		expect(manifest).toMatchObject({ formatVersion: 2, name: 'bank', title: 'Our bank', policy: { review: 0.2 } });
		expect(model.members.map(({ kind }) => kind)).toEqual(['trees']);
		expect(new Set(golden.margins).size).toBeGreaterThan(10);
		expect((await readdir(at('bank'))).map((name) => name.replace(/[0-9a-f]{8}/, '#')).sort()).toEqual(['golden.json', 'manifest.json', 'trees.#.json']);
	});

	it('takes a scaler where the model was trained on standardised features', async () => {
		const ofThem = { mean_: [1, 0, 0, 0, 0], scale_: [2, 1, 1, 1, 1], clip: 1000 };
		await write('scaler.json', ofThem);
		await packed('xgboost', models[0].model, '--scaler', at('scaler.json'));
		expect((await loadPackFrom(at('bank'))).manifest.scaler).toMatchObject({ mean: ofThem.mean_, low: [-1000, -1000, -1000, -1000, -1000] });
	});

	it.each(refused)('refuses a model of $library that it does not run: $name', async ({ library, model }) => {
		await expect(packed(library, model)).rejects.toMatchObject({ code: 'pack.unsupported-model' });
		expect(await readdir(folder)).not.toContain('bank');
	});

	it('refuses features of other names, another order or another number', async () => {
		const lightgbm = models.find(({ library }) => library === 'lightgbm')?.model;
		const columns = (...of: string[]) => ({ ...schema, columns: of.map((name) => ({ name, type: 'number', roles: ['feature'] })) });
		await write('schema.json', columns('a', 'c', 'b', 'd', 'e'));
		await expect(packed('xgboost', models[0].model)).rejects.toMatchObject({
			code: 'pack.invalid',
			message: expect.stringContaining('Feature 2 of the XGBoost model is “b”') as string
		});
		await write('schema.json', columns('a', 'b', 'c', 'd', 'x'));
		await expect(packed('lightgbm', lightgbm)).rejects.toMatchObject({ code: 'pack.invalid' });
		await write('schema.json', columns('a', 'b', 'c'));
		await expect(packed('xgboost', models[0].model)).rejects.toMatchObject({
			message: expect.stringContaining('takes 5 features') as string
		});
		const unnamed = String(lightgbm).replace('feature_names=a b c d e', 'feature_names=Column_0 Column_1 Column_2 Column_3 Column_4');
		await write('schema.json', columns('v', 'w', 'x', 'y', 'z'));
		await packed('lightgbm', unnamed);
		expect((await loadPackFrom(at('bank'))).pipeline.featureNames).toEqual(['v', 'w', 'x', 'y', 'z']);
	});

	it('says what early stopping would drop', async () => {
		const text = JSON.stringify(models[0].model).replace('"best_iteration":"5"', '"best_iteration":"2"');
		expect((await packed('xgboost', text)).notes).toContain('3 of the 6 trees');
	});

	it('refuses two models at once and none', async () => {
		await expect(packed('xgboost', models[0].model, '--tfjs', at('model'))).rejects.toMatchObject({ code: 'cli.usage' });
		await expect(pack.run(['--schema', at('schema.json'), '--out', at('bank')], fakeIo())).rejects.toMatchObject({ code: 'cli.usage' });
		await expect(packed('xgboost', 'no json')).rejects.toMatchObject({ code: 'pack.invalid' });
		await expect(packed('lightgbm', 'no model')).rejects.toMatchObject({ code: 'pack.invalid' });
	});
});
