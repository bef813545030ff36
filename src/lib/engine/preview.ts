import { ShrikeError, toFailure } from '../core/errors';
import type { Failure } from '../core/errors';
import type { Pack } from '../core/pack/load';
import type { RunStore } from '../core/run/store';
import type { Dialect, FileIdentity, RunRecord } from '../core/run/types';
import { CardNames } from '../core/privacy/card-names';
import { columnWithRole } from '../core/schema/schema';
import { openTable } from '../csv/open';
import { scoredColumns } from '../csv/scored-columns';
import { blobSource } from '../csv/source';
import type { OpenTable, RecordBatch } from '../csv/types';
import { mappingOf, matchFile, missingColumns } from './match-file';
import { columnCounts, sensitiveColumns } from './run/columns';
import { identify, type Identify } from './run/identify';
import { throwIfAborted } from './run/pace';
import { shownCells } from './run/shown-cells';
import type { FileSource, Preview, PreviewOptions } from './types';

/** Data rows shown. */
const shownRows = 20;

/** What a file that could not be opened is said to be. */
const unknownDialect: Dialect = { delimiter: ',', decimal: '.', encoding: 'utf-8', gzip: false };

/** Reads the head of a file, see {@link ScoringEngine.preview}. Throws `engine.cancelled` and nothing else. */
export async function previewFile(
	{ pack, store, identify: identityOf = identify }: { readonly pack: Pack; readonly store: RunStore; readonly identify?: Identify },
	source: FileSource,
	options: PreviewOptions
): Promise<Preview> {
	const { name, blob } = source;
	const { schema } = pack.manifest;
	const problems: Failure[] = [];
	const attempt = async <T>(work: () => Promise<T>, otherwise: T): Promise<T> => {
		try {
			return await work();
		} catch (thrown) {
			throwIfAborted(options.signal);
			problems.push(toFailure(thrown));
			return otherwise;
		}
	};
	throwIfAborted(options.signal);
	const unknown: FileIdentity = { name, size: blob.size, fingerprint: null };
	const { dialect, signal } = options;
	const opening = openTable(blobSource(blob, name), { dialect, signal });
	opening.catch(() => undefined);
	const file = await attempt<FileIdentity>(() => identityOf(source), unknown);
	// One reason is enough where it cannot be read at all.
	if (problems.length > 0) void opening.then((opened) => opened.close()).catch(() => undefined);
	const table = problems.length > 0 ? null : await attempt(() => opening, null);
	if (table === null) {
		return {
			file,
			dialect: { ...unknownDialect, ...dialect },
			headers: headersOf(problems),
			rows: [],
			matches: matchFile(schema, [], {}),
			ignored: [],
			replaced: [],
			hasLabels: false,
			problems,
			resumable: null,
			histories: []
		};
	}
	const rows: string[][] = [];
	const { headers } = table;
	const matches = matchFile(schema, headers, options.mapping ?? {});
	const names = await cardNames(store);
	const shown = { sensitive: sensitiveColumns(schema, mappingOf(matches)), counts: columnCounts(headers) };
	const used = new Set(matches.map((match) => match.index));
	// A column that the model does not know may be that of the cards, as all are in a file without a header.
	const cellsOf = (batch: RecordBatch, row: number): string[] =>
		shownCells(batch, row, shown, names).map((text, i) => (used.has(i) ? text : names.astray(text)));
	await attempt(() => readRows(table, rows, cellsOf), undefined);
	throwIfAborted(options.signal);

	const missing = missingColumns(schema, matches);
	if (missing) problems.push(missing);
	const label = columnWithRole(schema, 'label')?.name;
	const replaced = scoredColumns(headers);
	return {
		file,
		dialect: table.dialect,
		headers: headers.map((header) => names.astray(header)),
		rows,
		matches: matches.map((match) => ({ ...match, suggestion: match.suggestion && names.astray(match.suggestion) })),
		ignored: headers.filter((_, i) => !used.has(i) && !replaced.includes(i)).map((header) => names.astray(header)),
		replaced: replaced.map((i) => headers[i]),
		hasLabels: matches.some((match) => match.column === label && match.index !== null),
		problems,
		resumable: problems.length > 0 ? null : await resumable(store, file.fingerprint, pack.sha256),
		histories: pack.pipeline.profileKeys.length === 0 ? [] : await orIfUnreadable(store.runsWithProfiles(pack.sha256), [])
	};
}

/** Appends to `rows`, so that those before a fault are shown. */
async function readRows(table: OpenTable, rows: string[][], cells: (batch: RecordBatch, row: number) => string[]): Promise<void> {
	for await (const batch of table.batches(shownRows)) {
		for (let r = 0; r < batch.rows && rows.length < shownRows; r++) rows.push(cells(batch, r));
		if (rows.length >= shownRows) return;
	}
}

async function resumable(store: RunStore, fingerprint: string | null, packSha256: string): Promise<RunRecord | null> {
	if (fingerprint === null) return null;
	return orIfUnreadable(
		store.findResumable(fingerprint, packSha256).then((run) => run ?? null),
		null
	);
}

/** What cards are called; by their last four digits where the log cannot tell its secret. */
async function cardNames(store: RunStore): Promise<CardNames> {
	return new CardNames(await orIfUnreadable(store.keyedHash(), null));
}

/** A log that cannot be read has nothing to go on with; scoring will say what is wrong with it. */
async function orIfUnreadable<T, U>(reading: Promise<T>, otherwise: U): Promise<T | U> {
	try {
		return await reading;
	} catch (thrown) {
		if (thrown instanceof ShrikeError) return otherwise;
		throw thrown;
	}
}

/** Some faults come with the header that was read. */
function headersOf(problems: readonly Failure[]): string[] {
	const headers = problems.map(({ detail }) => detail.headers).find((given) => Array.isArray(given));
	return Array.isArray(headers) ? headers.filter((header) => typeof header === 'string') : [];
}
