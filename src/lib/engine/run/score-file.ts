import { ShrikeError, toFailure } from '../../core/errors';
import type { Failure } from '../../core/errors';
import type { Pack } from '../../core/pack/load';
import { CardNames } from '../../core/privacy/card-names';
import type { RunStore } from '../../core/run/store';
import type { RunRecord } from '../../core/run/types';
import { openTable } from '../../csv/open';
import { blobSource } from '../../csv/source';
import type { OpenTable } from '../../csv/types';
import type { FileSource, RunOptions } from '../types';
import type { BackendRelay } from './backend-relay';
import { resolveColumns } from './columns';
import { identify } from './identify';
import { throwIfAborted } from './pace';
import { ProfileKeeper } from './profile-keeper';
import { throttledProgress } from './progress';
import { RunJournal } from './run-journal';
import { freshProfiles, resumedProfiles } from './run-profiles';
import type { RunProfiles } from './run-profiles';
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
 * `interrupted` and the failure. Faults of the file as a whole, and of its history, reject before a run is created.
 */
export async function scoreFile(deps: ScoreFileDeps, source: FileSource, options: RunOptions): Promise<RunRecord> {
	const { blob, name } = source;
	throwIfAborted(options.signal);
	const file = await identify(source);
	const hash = await deps.store.keyedHash();
	const names = new CardNames(hash);
	const start =
		options.resume === null ? freshStart(deps, file, options, names) : await resumedStart(deps, file, options.resume, names);
	if (start.run.status === 'done') return start.run;

	const began = deps.clock();
	const progress = throttledProgress(deps.clock, options.onProgress);
	const history = {
		...deps,
		hash,
		signal: options.signal,
		onProgress: (rows: number, bytes: number, totalBytes: number) =>
			progress({
				...{ runId: start.run.id, rows, rejected: 0, flagged: 0, bytes, totalBytes, elapsedMs: deps.clock() - began },
				...{ backend: deps.relay.backend, phase: 'history', notice: null }
			})
	};
	const open = (startOffset: number | null) =>
		openTable(blobSource(blob, name), {
			dialect: start.run.dialect,
			startOffset: startOffset ?? undefined,
			signal: options.signal
		});
	// A file that cannot be opened is told before its history is read for minutes.
	if (start.isNew && options.history) await (await open(null)).close();
	const profiles = await (start.isNew ? freshProfiles(history, options) : resumedProfiles(history, start, options));
	const table = await open(profiles.readFrom);
	try {
		return await scoreOpened(deps, table, start, { ...profiles, names }, options);
	} finally {
		await table.close();
	}
}

async function scoreOpened(
	deps: ScoreFileDeps,
	table: OpenTable,
	start: RunStart,
	profiles: RunProfiles & { readonly names: CardNames },
	options: RunOptions
): Promise<RunRecord> {
	const { pack, relay, store, clock } = deps;
	const { session, names, hash } = profiles;
	const { tally, run } = start;
	const columns = resolveColumns(pack.manifest.schema, table.headers, run.mapping);
	const journal = new RunJournal({
		run: {
			...run,
			dialect: table.dialect,
			headers: table.headers.map((header) => names.astray(header)),
			...(profiles.history && { history: profiles.history })
		},
		tally,
		relay,
		clock,
		bytesRead: () => table.bytesRead(),
		onProgress: options.onProgress
	});
	await begin(store, start, journal.record('running'));
	journal.reportNow();
	const { sink, keepsFeatures } = storeSink({
		store,
		runId: run.id,
		policy: run.policy,
		packSha256: pack.sha256,
		flaggedBefore: tally.flagged,
		keepFeatures: options.keepFeatures ?? true,
		clock,
		onFeaturesDropped: () =>
			journal.notice(
				'The storage is nearly full: the run goes on without keeping the raw values of its rows, so that they ' +
					'cannot be explained or compared later.'
			)
	});
	const keeper =
		pack.pipeline.profileKeys.length === 0
			? null
			: new ProfileKeeper({
					...{ store, runId: run.id, session, hash, clock, counts: tally.profiles },
					onFull: () =>
						journal.notice(
							'The storage is nearly full: the run goes on without saving its profiles. A later run cannot begin with them, ' +
								'and after an interruption more of the file is read again.'
						)
				});
	let lastBlock = start.nextBlock - 1;
	try {
		if (start.isNew && profiles.history) await keeper?.begin();
		await scoreTable({
			table,
			model: pack,
			columns,
			session,
			names,
			policy: run.policy,
			relay,
			sinks: keeper ? [sink, keeper.sink] : [sink],
			keepsFeatures,
			tally,
			top: start.top,
			firstBlock: start.nextBlock,
			scoreFrom: start.endOffsets.at(-1) ?? null,
			signal: options.signal,
			onHandover: (row, handover) => journal.handover(row, handover),
			onReplayed: (rows) => journal.replayed(rows),
			onBlock: (block) => {
				lastBlock = block.index;
				journal.block(block);
			}
		});
		await keeper?.finish(lastBlock);
		const done = journal.record('done');
		await store.finishRun(done.id, done, tally.metrics(done.id, clock()));
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
