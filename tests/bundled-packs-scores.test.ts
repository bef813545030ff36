import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { BackendName } from '../src/lib/core/backend';
import type { PipelineSession } from '../src/lib/core/features/session';
import { referenceModelMargins } from '../src/lib/core/members/model';
import { loadPack } from '../src/lib/core/pack/load';
import type { Pack } from '../src/lib/core/pack/load';
import { clipMargin, scoreOfMargin } from '../src/lib/core/pack/score';
import { seededRandom } from '../src/lib/core/random/random';
import type { RunRecord } from '../src/lib/core/run/types';
import { DirectEngine } from '../src/lib/engine/direct';
import { MemoryStore } from '../src/lib/storage/memory-store';
import { bundledPacks, generatedFile, rawTable, readerOf, withTiedFrauds } from './fixtures/bundled';
import type { BundledPack, RawTable } from './fixtures/bundled';
import { file, scoreAsPreviewed } from './fixtures/engine';

vi.setConfig({ testTimeout: 60_000 });

/** Largest difference of a score to the float64 reference that any backend may show. */
const tolerance = 1e-4;
/** The same of a margin: where all scores are next to 0, these would tell a backend that computes something else. */
const marginTolerance = 1e-3;
const rows = 3000;

/** Sends rows through a session in blocks of these sizes; what members consume of them. */
function features({ pipeline }: Pack, { columns, labels }: RawTable, sizes: Iterable<number>): Float32Array<ArrayBuffer> {
	const session = pipeline.begin();
	const coded = codes(session, columns);
	const out = new Float32Array(labels.length * pipeline.width);
	let from = 0;
	for (const size of sizes) {
		const to = Math.min(labels.length, from + size);
		const block = { rows: to - from, columns: coded.map((values) => values.subarray(from, to)), labels: labels.subarray(from, to) };
		session.transform(block, out.subarray(from * pipeline.width, to * pipeline.width));
		if ((from = to) === labels.length) break;
	}
	return out;
}

function codes({ dictionaries }: PipelineSession, columns: RawTable['columns']): Float64Array[] {
	return columns.map((values, c) => Float64Array.from(values, (value) => dictionaries[c]?.codeOf(String(value)) ?? Number(value)));
}

function* randomSizes(seed: number): Generator<number> {
	const random = seededRandom(seed);
	for (;;) yield 1 + random.int(random.next() < 0.5 ? 3 : 700);
}

/** NaN where a row has none. */
function largestDifference(actual: readonly number[], wanted: readonly number[]): number {
	expect(actual).toHaveLength(wanted.length);
	return Math.max(...wanted.map((value, row) => Math.abs(value - actual[row])));
}

async function scored(entry: BundledPack, pin: BackendName, csv: string): Promise<{ run: RunRecord; scores: number[]; margins: number[]; blocks: number }> {
	const store = new MemoryStore();
	const read = readerOf(entry);
	const engine = new DirectEngine({ store, clock: () => performance.now(), newId: () => 'run', readUrl: (url) => read(url.replace('pack:/', '')) });
	const location = { kind: 'url', base: 'pack:/' } as const;
	const status = await engine.load({ label: entry.title, sha256: entry.sha256, location }, { pin });
	const run = await scoreAsPreviewed(engine, status, file(csv));
	const scores: number[] = [];
	const margins: number[] = [];
	let blocks = 0;
	for await (const { index } of store.blocks(run.id)) {
		const block = await store.block(run.id, index);
		scores.push(...(block?.score ?? []));
		margins.push(...(block?.margin ?? []));
		blocks++;
	}
	await engine.close();
	return { run, scores, margins, blocks };
}

describe.each(bundledPacks.map((entry) => ({ name: entry.name, entry })))('a file of the kind of the bundled pack $name', ({ entry }) => {
	let pack: Pack;
	let csv: string;
	let table: RawTable;
	let whole: Float32Array<ArrayBuffer>;
	let expected: { readonly margins: number[]; readonly scores: number[] };

	beforeAll(async () => {
		pack = await loadPack(readerOf(entry), entry.sha256);
		csv = withTiedFrauds(pack, generatedFile(pack, { rows, seed: 17, fraudShare: 0.05 }), 5);
		table = rawTable(pack, csv);
		whole = features(pack, table, [rows]);
		const margins = Array.from(referenceModelMargins(pack.model, whole, rows), (margin) => clipMargin(margin, pack.manifest));
		expected = { margins, scores: margins.map((margin) => scoreOfMargin(margin, pack.manifest)) };
	});

	it.each<BackendName>(['cpu', 'wasm'])('gets the scores of the float64 reference on %s', async (backend) => {
		const { run, scores, margins } = await scored(entry, backend, csv);
		expect(run).toMatchObject({ backends: [backend], counts: { rows, scored: rows, rejected: 0, badLabels: 0 } });
		expect(largestDifference(scores, expected.scores)).toBeLessThanOrEqual(tolerance);
		expect(largestDifference(margins.map((margin) => clipMargin(margin, pack.manifest)), expected.margins)).toBeLessThanOrEqual(marginTolerance);
		// Not all the same: the agreement is worth something.
		expect(new Set(expected.margins.map((margin) => margin.toFixed(2))).size).toBeGreaterThan(50);
		expect(Math.max(...expected.margins) - Math.min(...expected.margins)).toBeGreaterThan(2);
		// Profiles were at work: most rows are not the first of their card.
		if (pack.pipeline.profileKeys.length > 0) expect(run.counts.profiles?.withoutHistory).toBeLessThan(rows / 2);
	});

	it('gives the same features in blocks of any size, bit by bit', () => {
		for (const seed of [1, 2]) expect(features(pack, table, randomSizes(seed))).toEqual(whole);
	});

	it('gets the same scores where the engine reads it in several blocks', async () => {
		// Blank lines are no rows, but fill blocks.
		const long = await scored(entry, 'cpu', csv.replaceAll('\n', '\n'.repeat(4000)));
		expect(long.blocks).toBeGreaterThanOrEqual(3);
		expect(long.scores).toEqual((await scored(entry, 'cpu', csv)).scores);
	});
});
