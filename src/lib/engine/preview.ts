import { ShrikeError, toFailure } from '../core/errors';
import type { Failure } from '../core/errors';
import type { Pack } from '../core/pack/load';
import type { RunStore } from '../core/run/store';
import type { Dialect, FileIdentity, RunRecord } from '../core/run/types';
import { columnWithRole } from '../core/schema/schema';
import { rowCells } from '../csv/cells';
import { openTable } from '../csv/open';
import { scoredColumns } from '../csv/scored-columns';
import { blobSource } from '../csv/source';
import type { OpenTable } from '../csv/types';
import { matchFile, missingColumns } from './match-file';
import { identify } from './run/identify';
import { throwIfAborted } from './run/pace';
import type { FileSource, Preview, PreviewOptions } from './types';

/** Data rows shown. */
const shownRows = 20;

/** What a file that could not be opened is said to be. */
const unknownDialect: Dialect = { delimiter: ',', decimal: '.', encoding: 'utf-8', gzip: false };

/** Reads the head of a file, see {@link ScoringEngine.preview}. Throws `engine.cancelled` and nothing else. */
export async function previewFile(
	{ pack, store }: { readonly pack: Pack; readonly store: RunStore },
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
	const file = await attempt<FileIdentity>(() => identify(source), unknown);
	const { dialect, signal } = options;
	const table = problems.length > 0 ? null : await attempt(() => openTable(blobSource(blob, name), { dialect, signal }), null);
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
			resumable: null
		};
	}
	const rows: string[][] = [];
	await attempt(() => readRows(table, rows), undefined);
	throwIfAborted(options.signal);

	const { headers } = table;
	const matches = matchFile(schema, headers, options.mapping ?? {});
	const missing = missingColumns(schema, matches);
	if (missing) problems.push(missing);
	const label = columnWithRole(schema, 'label')?.name;
	const replaced = scoredColumns(headers);
	const used = new Set(matches.map((match) => match.index));
	return {
		file,
		dialect: table.dialect,
		headers,
		rows,
		matches,
		ignored: headers.filter((_, i) => !used.has(i) && !replaced.includes(i)),
		replaced: replaced.map((i) => headers[i]),
		hasLabels: matches.some((match) => match.column === label && match.index !== null),
		problems,
		resumable: problems.length > 0 ? null : await resumable(store, file.fingerprint, pack.sha256)
	};
}

/** Appends to `rows`, so that those before a fault are shown. */
async function readRows(table: OpenTable, rows: string[][]): Promise<void> {
	for await (const batch of table.batches(shownRows)) {
		for (let r = 0; r < batch.rows && rows.length < shownRows; r++) rows.push(rowCells(batch, r));
		if (rows.length >= shownRows) return;
	}
}

async function resumable(store: RunStore, fingerprint: string | null, packSha256: string): Promise<RunRecord | null> {
	if (fingerprint === null) return null;
	try {
		return (await store.findResumable(fingerprint, packSha256)) ?? null;
	} catch (thrown) {
		// A log that cannot be read has no run to go on with; scoring will say what is wrong with it.
		if (thrown instanceof ShrikeError) return null;
		throw thrown;
	}
}

/** Some faults come with the header that was read. */
function headersOf(problems: readonly Failure[]): string[] {
	const headers = problems.map(({ detail }) => detail.headers).find((given) => Array.isArray(given));
	return Array.isArray(headers) ? headers.filter((header) => typeof header === 'string') : [];
}
