import { fromFailure, ShrikeError } from '../../core/errors';
import type { PipelineSession } from '../../core/features/session';
import type { Pack } from '../../core/pack/load';
import { CardNames } from '../../core/privacy/card-names';
import type { KeyedHash } from '../../core/privacy/keyed-hash';
import type { RunStore, SavedProfiles } from '../../core/run/store';
import type { FileIdentity, RunHistory } from '../../core/run/types';
import { openTable } from '../../csv/open';
import { blobSource } from '../../csv/source';
import type { OpenTable } from '../../csv/types';
import { mappingOf, matchFile, missingColumns } from '../match-file';
import type { FileSource, HistorySource } from '../types';
import { BlockReader, blockRows } from './block-reader';
import { numericColumns, resolveColumns } from './columns';
import { identify } from './identify';
import { nextTask, throwIfAborted } from './pace';

export interface HistoryDeps {
	readonly pack: Pick<Pack, 'pipeline' | 'manifest'>;
	readonly store: RunStore;
	readonly hash: KeyedHash;
	readonly signal?: AbortSignal;
	/** How far a history file was read: rows, source bytes, and all of them. */
	readonly onProgress?: (rows: number, bytes: number, totalBytes: number) => void;
}

/** What a run's profiles begin with. */
export interface BegunProfiles {
	readonly session: PipelineSession;
	readonly history: RunHistory | null;
}

/**
 * Begins a session with the profiles of an earlier run, with those after a history file, or with empty ones. Throws
 * `state.not-needed` for a model without profiles, `storage.not-found` for a run whose profiles are gone, what reading the
 * file throws, and what `CompiledPipeline.begin` throws.
 */
export async function beginWith(deps: HistoryDeps, source: HistorySource | null): Promise<BegunProfiles> {
	const { pipeline } = deps.pack;
	if (source === null) return { session: pipeline.begin(), history: null };
	if (pipeline.profileKeys.length === 0) {
		throw new ShrikeError('state.not-needed', `${deps.pack.manifest.title} looks at every row alone and needs no history. Score without it.`);
	}
	if (source.kind === 'run') {
		const { store } = deps;
		const [run, session] = [await store.getRun(source.runId), await sessionOfRun(deps, source.runId)];
		return { session, history: { kind: 'run', label: run?.file.name ?? '', runId: source.runId, fingerprint: null } };
	}
	const file = await identify(source.source);
	const session = await sessionAfterFile(deps, source.source);
	return { session, history: { kind: 'file', label: file.name, runId: null, fingerprint: file.fingerprint } };
}

/** A session with a run's saved profiles. Throws `storage.not-found` and what `CompiledPipeline.begin` throws. */
async function sessionOfRun(
	{ pack, store, hash }: Pick<HistoryDeps, 'pack' | 'store' | 'hash'>,
	runId: string
): Promise<PipelineSession> {
	const saved = await store.profiles(runId);
	if (saved) return sessionOf(pack, saved, hash);
	throw new ShrikeError(
		'storage.not-found',
		'The profiles of the run chosen as history are not in the log any more. Choose another run or a file, or score without history.',
		{ id: runId }
	);
}

export function sessionOf({ pipeline }: Pick<Pack, 'pipeline'>, { bytes }: SavedProfiles, hash: KeyedHash): PipelineSession {
	return pipeline.begin({ state: { bytes, hash } });
}

/**
 * Begins again what an interrupted run began with, where nothing of its profiles was saved: from the earlier run, or from
 * its history file, which must be given again.
 */
export async function beginAgain(deps: HistoryDeps, history: RunHistory | null, given: HistorySource | null): Promise<PipelineSession> {
	if (history === null) return deps.pack.pipeline.begin();
	if (history.runId !== null) return sessionOfRun(deps, history.runId);
	const file: FileIdentity | null = given?.kind === 'file' ? await identify(given.source) : null;
	if (given?.kind !== 'file' || file?.fingerprint !== history.fingerprint) {
		throw new ShrikeError(
			'file.not-the-same',
			`This run began with the history in “${history.label}”, which found no room in the log. Give that file as history to go ` +
				'on, or score the file anew.',
			{ expected: history.label, given: file?.name ?? null }
		);
	}
	return sessionAfterFile(deps, given.source);
}

/** A session through which a file's rows went, labels included where it has them; nothing is scored. */
async function sessionAfterFile(deps: HistoryDeps, { name, blob }: FileSource): Promise<PipelineSession> {
	const { pack, hash, signal, onProgress } = deps;
	const { schema } = pack.manifest;
	const table = await openTable(blobSource(blob, name), { signal });
	try {
		const matches = matchFile(schema, table.headers, {});
		const missing = missingColumns(schema, matches);
		if (missing) throw fromFailure({ ...missing, message: `“${name}” cannot be the history. ${missing.message}` });
		const columns = resolveColumns(schema, table.headers, mappingOf(matches));
		const session = pack.pipeline.begin();
		const reader = new BlockReader({ table, columns, session, names: new CardNames(hash) });
		await readThrough(table, numericColumns(columns), reader, signal, (rows) => onProgress?.(rows, table.bytesRead(), blob.size));
		return session;
	} finally {
		await table.close();
	}
}

/** Lets every row of a table leave its marks in the profiles. */
async function readThrough(
	table: OpenTable,
	numeric: readonly number[],
	reader: BlockReader,
	signal: AbortSignal | undefined,
	onBatch: (rows: number) => void
): Promise<void> {
	let rows = 0;
	for await (const batch of table.batches(blockRows, numeric)) {
		throwIfAborted(signal);
		reader.remember(batch);
		rows += batch.rows;
		onBatch(rows);
		await nextTask();
	}
	throwIfAborted(signal);
}
