import { IDBObjectStore } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cellsOf, cellsText } from '../core/run/cells-text';
import { keyColumn, keyTexts } from '../core/run/key-column';
import type { ScoredBlock } from '../core/run/types';
import { DexieStore } from './dexie-store';
import { FeatureFiles } from './feature-files';
import { MemoryFolder } from './memory-folder';
import { localLocks } from './run-lock';
import { fromStored, toStored } from './stored-block';
import { testBlock, testRun } from './test-data';

afterEach(() => vi.restoreAllMocks());

/** Texts with an equal in UTF-8, which lone surrogates lack. */
const anyKeys = (rows: number): fc.Arbitrary<ScoredBlock['keys']> => {
	const texts = fc.array(fc.string({ unit: 'grapheme' }), { minLength: rows, maxLength: rows });
	return fc.dictionary(fc.string(), texts.map(keyColumn), { maxKeys: 3, noNullPrototype: true });
};

/** Any columns of a number of rows, each cut from a larger array; odd counts put the later columns at odd places. */
const anyBlock: fc.Arbitrary<ScoredBlock> = fc.integer({ min: 0, max: 9 }).chain((rows) => {
	const length = { minLength: rows + 2, maxLength: rows + 2 };
	const doubles = fc.float64Array(length).map((array) => array.subarray(1, 1 + rows));
	const floats = fc.float32Array(length).map((array) => array.subarray(1, 1 + rows));
	const bytes = fc.uint8Array(length).map((array) => array.subarray(1, 1 + rows));
	return fc
		.record({ offset: doubles, score: doubles, amount: doubles, timestamp: doubles, margin: floats, decision: bytes, label: bytes })
		.chain((columns) => anyKeys(rows).map((keys) => testBlock(3, { ...columns, keys, rows })));
});

describe('a stored block', () => {
	it('is given back to the bit, from Blobs and from buffers', async () => {
		await fc.assert(
			fc.asyncProperty(anyBlock, fc.boolean(), async (block, asBlobs) => {
				const { columns, features } = await toStored('run-1', block, asBlobs);
				expect('bytes' in columns && columns.bytes instanceof Blob).toBe(asBlobs);
				expect(await fromStored(columns, features)).toEqual(block);
			}),
			{ numRuns: 60 }
		);
	});

	it('is read as an earlier release wrote it, with the texts of keys in strings', async () => {
		const block = testBlock(3);
		const { columns, features } = await toStored('run-1', { ...block, keys: {} }, true);
		expect(await fromStored({ ...columns, keys: { card: keyTexts(block.keys.card) } }, features)).toEqual(block);
	});

	describe.each([
		['some rows', Uint32Array.of(1, 2), [2, 10, 7, 3, 20, 8], [2, 3, 10, 20, 7, 8]],
		['all rows', null, [1, 5, 6, 2, 10, 7, 3, 20, 8, 4, 30, 9], [1, 2, 3, 4, 5, 10, 20, 30, 6, 7, 8, 9]]
	])('with features of %s that an earlier release wrote row by row', (_, rows, byRow, byColumn) => {
		const block = testBlock(3, { features: { rows, values: Float32Array.from(byColumn) } });
		const folder = new MemoryFolder();
		const files = new FeatureFiles(async () => folder);
		const bytes = Float32Array.from(byRow).buffer;

		it.each([
			['an array', async () => new Float32Array(bytes)],
			['a buffer', async () => bytes],
			['a Blob', async () => new Blob([bytes])],
			['a file', async () => (await files.append('run-1', [new Uint8Array(bytes)]))?.[0] ?? { at: 0, length: 0 }]
		])('is read column by column from %s', async (_, stored) => {
			const [{ columns }, values] = [await toStored('run-1', block, false), await stored()];
			expect(await fromStored(columns, { runId: 'run-1', index: 3, rows, values }, files)).toEqual(block);
		});
	});

	it('is read as earlier releases wrote it, with arrays of cells', async () => {
		const block = testBlock(3);
		const kept = [...block.kept, { row: 16, cells: cellsText(['"a",\n\ud83d', '']) }];
		const old = { kept: kept.map(({ row, cells }) => ({ row, cells: cellsOf(cells) })) };
		for (const asBlobs of [true, false]) {
			const { columns, features } = await toStored('run-1', block, asBlobs);
			const read = await fromStored({ ...columns, ...old }, features);
			expect(read.kept.map(({ row, cells }) => ({ row, cells: cellsOf(cells) }))).toEqual(old.kept);
			expect({ ...read, kept: block.kept }).toEqual(block);
		}
		const { features: _features, ...arrays } = block;
		const read = await fromStored({ ...arrays, ...old, runId: 'run-1', keys: { card: keyTexts(block.keys.card) } }, null);
		expect(read.kept.map(({ row, cells }) => ({ row, cells: cellsOf(cells) }))).toEqual(old.kept);
		expect({ ...read, kept: block.kept }).toEqual({ ...block, features: null });
	});

	it('is stored as buffers where a browser refuses Blobs', async () => {
		const store = await DexieStore.open({ name: crypto.randomUUID(), locks: localLocks() });
		await store.createRun(testRun());
		const put = IDBObjectStore.prototype.put;
		const refused = vi.fn();
		vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, ...args) {
			if ([value.bytes, value.values].some((part) => part instanceof Blob)) {
				refused();
				throw new DOMException('Error preparing Blob/File data to be stored in object store', 'UnknownError');
			}
			return put.call(this, value, ...args);
		});
		await store.appendBlocks('run-1', [testBlock(0)]);
		const before = refused.mock.calls.length;
		await store.appendBlocks('run-1', [testBlock(1)]);
		expect([before > 0, refused.mock.calls.length]).toEqual([true, before]);
		expect(await store.block('run-1', 0)).toEqual(testBlock(0));
		expect(await store.block('run-1', 1)).toEqual(testBlock(1));
		expect((await store.getRun('run-1'))?.counts.rows).toBe(8);
		await store.close();
	});
});
