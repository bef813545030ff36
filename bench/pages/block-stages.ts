import type { Pack } from '../../src/lib/core/pack/load';
import { CardNames } from '../../src/lib/core/privacy/card-names';
import type { RunStore } from '../../src/lib/core/run/store';
import type { RunRecord, ScoredBlock } from '../../src/lib/core/run/types';
import { openTable } from '../../src/lib/csv/open';
import type { ByteSource, OpenTable, RecordBatch } from '../../src/lib/csv/types';
import { ScoredWriter } from '../../src/lib/csv/writer';
import { chooseBackend } from '../../src/lib/engine/backends/choose';
import { mappingOf, matchFile } from '../../src/lib/engine/match-file';
import { assembleBlock, keptFeatures } from '../../src/lib/engine/run/assemble-block';
import { BlockReader, blockRows } from '../../src/lib/engine/run/block-reader';
import { resolveColumns } from '../../src/lib/engine/run/columns';
import { rowScores } from '../../src/lib/engine/run/row-scores';
import { RunTally } from '../../src/lib/engine/run/tally';
import { TopCells } from '../../src/lib/engine/run/top-cells';
import type { StageTime } from './stages-worker';

async function firstBatch(table: OpenTable): Promise<RecordBatch> {
	for await (const batch of table.batches(blockRows)) return batch;
	throw new Error('The file has no rows.');
}

/** A run for the log to put blocks under. */
function unfinishedRun(id: string, table: OpenTable, pack: Pack): RunRecord {
	const { name, version, title, policy } = pack.manifest;
	return {
		id,
		startedAt: Date.now(),
		finishedAt: null,
		status: 'running',
		file: { name: 'stages.csv', size: null, fingerprint: null },
		dialect: table.dialect,
		headers: table.headers,
		mapping: {},
		pack: { name, version, title, sha256: pack.sha256 },
		certificates: [],
		backends: [],
		switches: [],
		policy,
		counts: { rows: 0, scored: 0, rejected: 0, labelled: 0, frauds: 0, flagged: 0, flaggedAmount: 0, bytes: 0 },
		elapsedMs: 0,
		failure: null
	};
}

/** The stages between splitting and the whole, each repeated on the first block of a file for a while. */
export async function blockStages(source: ByteSource, pack: Pack, store: RunStore, budgetMs: number): Promise<StageTime[]> {
	const table = await openTable(source);
	const { manifest, pipeline } = pack;
	const columns = resolveColumns(manifest.schema, table.headers, mappingOf(matchFile(manifest.schema, table.headers, {})));
	const session = pipeline.begin();
	const reader = new BlockReader({ table, columns, session, names: new CardNames(null) });
	const batch = await firstBatch(table);
	const bytes = batch.rowStart[batch.rows];
	const times: StageTime[] = [];
	const time = async (stage: string, once: (i: number) => unknown): Promise<void> => {
		const began = performance.now();
		let calls = 0;
		let spent = 0;
		while (spent < budgetMs || calls < 3) {
			await once(calls++);
			spent = performance.now() - began;
		}
		times.push({ stage: `${stage}, ${manifest.name}`, rows: batch.rows * calls, bytes: bytes * calls, seconds: spent / 1000 });
	};

	await time('numbers from cells', () => reader.read(batch, 1));
	const parsed = reader.read(batch, 1);
	const features = new Float32Array(parsed.scored * pipeline.width);
	await time('features, standardised', () => session.transform(reader.rowsOf(parsed), features));
	const margins = new Float32Array(parsed.scored);
	const { backend, pool } = await chooseBackend(pack);
	await time(`margins on ${backend.name}`, () => backend.margins(features, parsed.scored, margins));
	const place = (index: number) => ({
		index,
		firstRow: 1 + index * blockRows,
		offset: Float64Array.from(batch.rowStart.subarray(0, batch.rows)),
		endOffset: bytes
	});
	const assembled = (index: number): ScoredBlock => {
		const bare = assembleBlock(place(index), parsed, margins, pack, manifest.policy, backend.name);
		const kept = keptFeatures(bare.firstRow, parsed, parsed.raw, bare.decision);
		return { ...bare, features: kept, kept: new TopCells().take(bare, batch, columns) };
	};
	const tally = new RunTally();
	await time('scores, decisions, totals, top rows', (i) => tally.add(assembled(i)));
	const block = assembled(0);
	const writer = new ScoredWriter(table);
	await time('rows of the scored file', () => writer.rowsScored(batch, rowScores([block], block.firstRow, block.rows, manifest.policy)));
	const id = crypto.randomUUID();
	await store.createRun(unfinishedRun(id, table, pack));
	await time('block into the log, durable', (i) => store.appendBlocks(id, [{ ...block, index: i }]));
	await store.updateRun(id, { status: 'cancelled' });
	pool.dispose();
	await table.close();
	return times;
}
