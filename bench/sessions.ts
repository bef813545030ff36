import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadPackFrom } from '../scripts/cli/pack-folder';
import type { RawRows } from '../src/lib/core/features/session';
import { CardNames } from '../src/lib/core/privacy/card-names';
import { keyedHash } from '../src/lib/core/privacy/keyed-hash';
import { openTable } from '../src/lib/csv/open';
import { blobSource } from '../src/lib/csv/source';
import { mappingOf, matchFile } from '../src/lib/engine/match-file';
import { BlockReader, blockRows } from '../src/lib/engine/run/block-reader';
import { resolveColumns } from '../src/lib/engine/run/columns';
import { markdownTable, whole } from './table';

// Rows a second that the features of stateful packs take alone, in one thread: blocks are read first, then go through a
// session. Each block counts with its fastest round, since other programs take their share of the machine.
// npx tsx bench/sessions.ts --data FOLDER [--rows N] [--rounds N]

const { values } = parseArgs({ options: { data: { type: 'string' }, rows: { type: 'string' }, rounds: { type: 'string' } } });
const [most, rounds] = [Number(values.rows ?? 250_000), Number(values.rounds ?? 5)];
const files = {
	sparkov: 'sparkov/fraudTrain-30pct-of-cards.csv.gz',
	handbook: 'handbook/transactions-2018-04-to-08.csv.gz',
	paysim: 'paysim/transactions-step-1-to-490-sample.csv.gz'
};

const table: string[][] = [];
for (const [name, file] of Object.entries(files)) {
	const { pipeline, manifest } = await loadPackFrom(name);
	const { blocks, texts } = await read(name, join(values.data ?? '.', file));
	const out = new Float32Array(blockRows * pipeline.width);
	const times: { features: number; scaled: number }[] = blocks.map(() => ({ features: Infinity, scaled: Infinity }));
	for (let round = 0; round < rounds; round++) {
		const session = pipeline.begin();
		texts.forEach((known, c) => known.forEach((text) => session.dictionaries[c]?.codeOf(text)));
		for (const [b, block] of blocks.entries()) {
			const began = performance.now();
			const features = session.unscaled(block);
			const made = performance.now();
			pipeline.scale(features, block.rows, out);
			session.giveBack(features);
			times[b].features = Math.min(times[b].features, made - began);
			times[b].scaled = Math.min(times[b].scaled, performance.now() - began);
		}
	}
	const rows = blocks.reduce((sum, block) => sum + block.rows, 0);
	const speed = (of: 'features' | 'scaled'): string => whole((1000 * rows) / times.reduce((sum, time) => sum + time[of], 0));
	table.push([manifest.name, whole(rows), String(pipeline.width), speed('features'), speed('scaled')]);
}
console.log(markdownTable(['pack', 'rows', 'features', 'features alone, rows/s', 'and scaled, rows/s'], table));

/** The first rows of a file as a session takes them, and the texts of its columns. */
async function read(name: string, path: string): Promise<{ blocks: RawRows[]; texts: (readonly string[])[] }> {
	const { pipeline, manifest } = await loadPackFrom(name);
	const opened = await openTable(blobSource(await openAsBlob(path), path));
	const columns = resolveColumns(manifest.schema, opened.headers, mappingOf(matchFile(manifest.schema, opened.headers, {})));
	const session = pipeline.begin();
	const reader = new BlockReader({ table: opened, columns, session, names: new CardNames(keyedHash(new Uint8Array(32))) });
	const blocks: RawRows[] = [];
	for await (const batch of opened.batches(blockRows)) {
		const { rows, columns: raw, labels } = reader.rowsOf(reader.read(batch, blocks.length * blockRows + 1));
		blocks.push({ rows, columns: raw.map((column) => column.slice()), labels: labels && labels.slice() });
		if (blocks.length * blockRows >= most) break;
	}
	await opened.close();
	return { blocks, texts: session.dictionaries.map((dictionary) => dictionary?.texts ?? []) };
}
