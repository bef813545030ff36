import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { BackendName } from '../src/lib/core/backend';
import { referenceModelMargins } from '../src/lib/core/members/model';
import { goldenFeatures } from '../src/lib/core/pack/golden-features';
import { loadPack } from '../src/lib/core/pack/load';
import type { Pack, ReadFile } from '../src/lib/core/pack/load';
import { packIndex } from '../src/lib/core/pack/manifest';
import { scoreOfMargin } from '../src/lib/core/pack/score';
import { seededRandom } from '../src/lib/core/random/random';
import { featureColumns, isRequired } from '../src/lib/core/schema/schema';
import type { Column } from '../src/lib/core/schema/schema';
import { DirectEngine } from '../src/lib/engine/direct';
import { MemoryStore } from '../src/lib/storage/memory-store';
import { file, scoreAsPreviewed } from './fixtures/engine';
import { profilePack } from './fixtures/profile-pack';
import { smallPack } from './fixtures/small-pack';

/** Largest difference of a score to the float64 reference that any backend may show. */
const tolerance = 1e-4;

interface Subject {
	readonly name: string;
	readonly read: () => Promise<ReadFile>;
}

const modelFolder = fileURLToPath(new URL('../static/model', import.meta.url));

async function shippedPacks(): Promise<Subject[]> {
	if (!existsSync(`${modelFolder}/index.json`)) return [];
	const { packs } = packIndex.parse(JSON.parse(await readFile(`${modelFolder}/index.json`, 'utf8')));
	return packs.map(({ name, folder }) => ({
		name,
		read: async () => async (path) => new Uint8Array(await readFile(`${modelFolder}/${folder}/${path}`))
	}));
}

const small: Subject = {
	name: 'small',
	read: async () => {
		const { files } = await smallPack();
		return async (path) => files.get(path) ?? new Uint8Array();
	}
};

const withProfiles: Subject = {
	name: 'profiles',
	read: async () => {
		const { files } = await profilePack();
		return async (path) => files.get(path) ?? new Uint8Array();
	}
};

type Raw = (number | string)[];

/** The golden rows, those with the key of nobody, which a file's row may not have, given to somebody. */
function named({ manifest, golden }: Pack): Raw[] {
	const columns = featureColumns(manifest.schema);
	return golden.raw.map((row) => row.map((value, c) => (value === '' && columns[c].roles.includes('entity') ? 'somebody' : value)));
}

/** Rows like the golden ones, with numbers far off but within what the schema calls possible. */
function randomRows(pack: Pack, rows: number): Raw[] {
	const random = seededRandom(3);
	const columns = featureColumns(pack.manifest.schema);
	return Array.from({ length: rows }, (_, i) =>
		named(pack)[i % pack.golden.raw.length].map((value, c) => {
			const { type, min = -Infinity, max = Infinity } = columns[c];
			if (type !== 'number' || typeof value === 'string') return value;
			return Math.min(max, Math.max(min, value * Math.exp(random.normal()) + random.normal()));
		})
	);
}

/** The float64 reference, applied to numbers and not to text. */
function expectedScores(pack: Pack, raw: readonly Raw[]): number[] {
	const features = goldenFeatures(pack.pipeline, raw);
	return Array.from(referenceModelMargins(pack.model, features, raw.length), (margin) => scoreOfMargin(margin, pack.manifest));
}

/** The rows as a file, with everything that the schema asks for. */
function csvOf({ manifest: { schema } }: Pack, raw: readonly Raw[]): string {
	const columns = featureColumns(schema);
	const others = schema.columns.filter((column) => !columns.includes(column) && isRequired(column));
	const cell = (value: number | string, { type }: Column) => {
		if (type === 'datetime') return new Date(Number(value) * 1000).toISOString();
		return type === 'string' ? `"${String(value).replaceAll('"', '""')}"` : String(value);
	};
	const lines = raw.map((row) => [...row.map((value, c) => cell(value, columns[c])), ...others.map(() => '')].join());
	return [[...columns, ...others].map(({ name }) => name).join(), ...lines].join('\n');
}

const subjects = [small, withProfiles, ...(await shippedPacks())];

describe.each(subjects)('the whole path with the pack $name', ({ read }) => {
	it.each<BackendName>(['cpu', 'wasm'])('gives the reference scores on %s', async (backend) => {
		const readFileOf = await read();
		const pack = await loadPack(readFileOf, null);
		const store = new MemoryStore();
		const engine = new DirectEngine({ store, clock: () => performance.now(), newId: () => 'run', readUrl: (url) => readFileOf(url.replace('pack:/', '')) });
		const location = { kind: 'url', base: 'pack:/' } as const;
		const status = await engine.load({ label: 'pack', sha256: pack.sha256, location }, { pin: backend });

		const raw = [...named(pack), ...randomRows(pack, 1000)];
		const run = await scoreAsPreviewed(engine, status, file(csvOf(pack, raw)));
		const scores = (await store.block(run.id, 0))?.score ?? new Float64Array();

		expect(run).toMatchObject({ backends: [backend], counts: { rows: raw.length, scored: raw.length } });
		const expected = expectedScores(pack, raw);
		const golden = expectedScores(pack, pack.golden.raw);
		pack.golden.margins.forEach((margin, i) => expect(scoreOfMargin(margin, pack.manifest)).toBeCloseTo(golden[i], 9));
		const worst = Math.max(...expected.map((score, i) => Math.abs(score - scores[i])));
		expect(worst).toBeLessThanOrEqual(tolerance);
		// Also where all scores are next to 0 or 1; and not all are the same, so that the agreement is worth something.
		const logit = (score: number) => Math.log(score / (1 - score));
		const apart = Math.max(...expected.map((score, i) => Math.abs(logit(score) - logit(scores[i]))));
		expect(apart).toBeLessThanOrEqual(1e-2);
		expect(new Set(expected.map((score) => logit(score).toFixed(2))).size).toBeGreaterThan(10);
	});
});
