import { ShrikeError, toFailure } from '../../core/errors';
import type { Failure } from '../../core/errors';
import type { Pack } from '../../core/pack/load';
import type { RunStore } from '../../core/run/store';
import type { RunRecord } from '../../core/run/types';
import { openTable } from '../../csv/open';
import { blobSource } from '../../csv/source';
import type { OpenTable } from '../../csv/types';
import type { FileSource, RunOptions } from '../types';
import type { BackendRelay } from './backend-relay';
import { maskCardNumber } from './card-number';
import { resolveColumns } from './columns';
import { identify } from './identify';
import { throwIfAborted } from './pace';
import { RunJournal } from './run-journal';
import { freshStart, resumedStart } from './run-start';
import type { RunStart } from './run-start';
import { scoreTable } from './score-table';
import { storeSink } from './store-sink';

export interface ScoreFileDeps {
	readonly pack: Pack;
	readonly relay: BackendRelay;
	readonly store: RunStore;
	/** Milliseconds since 1970. */
	readonly clock: () => number;
	readonly newId: () => string;
}

/**
 * Scores a file into the log. See {@link ScoringEngine.scoreFile}.
 *
 * Whatever ends the run early leaves its finished blocks in the log: an abort with the status `cancelled`, a failure with
 * `interrupted` and the failure. Faults of the file as a whole reject before a run is created.
 */
export async function scoreFile(deps: ScoreFileDeps, source: FileSource, options: RunOptions): Promise<RunRecord> {
	const { blob, name } = source;
	throwIfAborted(options.signal);
	const file = await identify(source);
	const start = options.resume === null ? freshStart(deps, file, options) : await resumedStart(deps, file, options.resume);
	if (start.run.status === 'done') return start.run;

	const table = await openTable(blobSource(blob, name), {
		dialect: start.run.dialect,
		startOffset: start.endOffset ?? undefined,
		signal: options.signal
	});
	try {
		return await scoreOpened(deps, table, start, options);
	} finally {
		await table.close();
	}
}

async function scoreOpened(deps: ScoreFileDeps, table: OpenTable, start: RunStart, options: RunOptions): Promise<RunRecord> {
	const { pack, relay, store, clock } = deps;
	const columns = resolveColumns(pack.manifest.schema, table.headers, start.run.mapping);
	const journal = new RunJournal({
		run: { ...start.run, dialect: table.dialect, headers: table.headers.map(maskCardNumber) },
		tally: start.tally,
		relay,
		clock,
		bytesRead: () => table.bytesRead(),
		onProgress: options.onProgress
	});
	await begin(store, start, journal.record('running'));
	journal.reportNow();
	const { sink, keepsFeatures } = storeSink({
		store,
		runId: start.run.id,
		policy: start.run.policy,
		packSha256: pack.sha256,
		flaggedBefore: start.tally.flagged,
		keepFeatures: options.keepFeatures ?? true,
		clock,
		onFeaturesDropped: () =>
			journal.notice(
				'The storage is nearly full: the run goes on without keeping the raw values of its rows, so that they ' +
					'cannot be explained or compared later.'
			)
	});
	try {
		await scoreTable({
			table,
			model: pack,
			columns,
			policy: start.run.policy,
			relay,
			sinks: [sink],
			keepsFeatures,
			tally: start.tally,
			top: start.top,
			firstBlock: start.nextBlock,
			signal: options.signal,
			onHandover: (row, handover) => journal.handover(row, handover),
			onBlock: (block) => journal.block(block)
		});
		const done = journal.record('done');
		await store.finishRun(done.id, done, start.tally.metrics(done.id, clock()));
		journal.reportNow();
		return done;
	} catch (thrown) {
		throw await stopped(store, journal, thrown);
	}
}

function begin(store: RunStore, { isNew }: RunStart, run: RunRecord): Promise<void> {
	return isNew ? store.createRun(run) : store.updateRun(run.id, run);
}

/** Notes in the log why a run ends early; returns what to throw, which is the first fault even if the log fails too. */
async function stopped(store: RunStore, journal: RunJournal, thrown: unknown): Promise<ShrikeError> {
	const failure = withWhatIsKept(toFailure(thrown));
	const cancelled = failure.code === 'engine.cancelled';
	const run = journal.record(cancelled ? 'cancelled' : 'interrupted', cancelled ? null : failure);
	try {
		await store.updateRun(run.id, run);
	} catch {
		// The log says `running` then, and start-up turns that into `interrupted`.
	}
	journal.reportNow();
	return new ShrikeError(failure.code, failure.message, failure.detail, { cause: thrown });
}

function withWhatIsKept(failure: Failure): Failure {
	if (!failure.code.startsWith('file.')) return failure;
	return { ...failure, message: `${failure.message} The rows scored until then are kept in History.` };
}
