import { ShrikeError, toFailure } from '../../core/errors';
import type { Failure } from '../../core/errors';
import type { Pack } from '../../core/pack/load';
import { CardNames } from '../../core/privacy/card-names';
import type { ScoredFiles } from '../../core/run/scored-files';
import type { RunStore } from '../../core/run/store';
import type { ProfileCounts, RunRecord, ScoredBlock } from '../../core/run/types';
import { openTable } from '../../csv/open';
import { blobSource } from '../../csv/source';
import type { OpenTable } from '../../csv/types';
import { ScoredWriter } from '../../csv/writer';
import type { SegmentPool } from '../pool/types';
import type { FileSource, RunOptions } from '../types';
import type { BackendRelay, Handover } from './backend-relay';
import { BlockIntake } from './block-intake';
import { BlockReader } from './block-reader';
import { BlockScorer } from './block-scorer';
import { sessionFeatures } from './block-steps';
import type { MarginStep } from './block-steps';
import { BytesRead } from './bytes-read';
import { numericColumns, resolveColumns } from './columns';
import { identify, type Identify } from './identify';
import { throwIfAborted } from './pace';
import { partText } from './part-text';
import { ProfileKeeper } from './profile-keeper';
import { throttledProgress } from './progress';
import { RunJournal } from './run-journal';
import { freshProfiles, resumedProfiles } from './run-profiles';
import type { RunProfiles } from './run-profiles';
import { freshStart, resumedStart } from './run-start';
import type { RunStart } from './run-start';
import { lanesFor, scoreInLanes } from './score-in-lanes';
import { scoreTable } from './score-table';
import { ScoredCopy } from './scored-copy';
import { storeSink } from './store-sink';

export interface ScoreFileDeps {
	readonly pack: Pack;
	readonly relay: BackendRelay;
	readonly store: RunStore;
	readonly identify?: Identify;
	/** Where the scored file is written while the run goes on, so that it is there when it is asked for. */
	readonly scoredFiles?: ScoredFiles;
	/** Workers that score parts of a file side by side. */
	readonly pool?: SegmentPool;
	/** How many bytes of the file a lane is given at a time, in place of what its pool says. */
	readonly segmentBytes?: number;
	/** Given the scored file of a run that is done, where it is not among the scored files. */
	readonly onCopied?: (copy: () => Blob) => void;
	/** Told of every block on its way into the log. */
	readonly onPlaced?: (block: ScoredBlock) => void;
	/** All rows are scored, the last of them on their way into the log; given the record as it stands. Must not throw. */
	readonly onScored?: (run: RunRecord) => void;
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
	const [file, hash] = await Promise.all([(deps.identify ?? identify)(source), deps.store.keyedHash()]);
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
		return await scoreOpened(deps, source, table, start, { ...profiles, names }, options);
	} finally {
		await table.close();
	}
}

async function scoreOpened(
	deps: ScoreFileDeps,
	source: FileSource,
	table: OpenTable,
	start: RunStart,
	profiles: RunProfiles & { readonly names: CardNames },
	options: RunOptions
): Promise<RunRecord> {
	const { pack, relay, store, clock } = deps;
	const { session, names, hash } = profiles;
	const { tally, run } = start;
	const columns = resolveColumns(pack.manifest.schema, table.headers, run.mapping);
	const bytes = new BytesRead(table);
	let cards = columns.sensitive.size > 0;
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
		bytesRead: () => bytes.read,
		cardNumbers: () => cards,
		onProgress: options.onProgress
	});
	const copy = ScoredCopy.begin(deps.scoredFiles, table, start, source.blob.size, cards);
	const opened = { ...deps, source, table, columns, hash, start };
	const opening = lanesFor(opened);
	opening.catch(() => undefined);
	// The first rows are scored meanwhile.
	const begun = begin(store, start, journal.record('running'));
	begun.then(() => journal.reportNow()).catch(() => undefined);
	const log = storeSink({
		store,
		runId: run.id,
		keepFeatures: options.keepFeatures ?? true,
		signal: options.signal,
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
					...{ store, runId: run.id, session, hash, clock, signal: options.signal, counts: tally.profiles },
					onFull: () =>
						journal.notice(
							'The storage is nearly full: the run goes on without saving its profiles. A later run cannot begin with them, ' +
								'and after an interruption more of the file is read again.'
						)
				});
	let lastBlock = start.nextBlock - 1;
	const intake = new BlockIntake({
		...{ tally, top: start.top, firstBlock: start.nextBlock, keepsFeatures: log.keepsFeatures, text: copy && copy.write },
		sink: async (blocks, kept) => {
			await begun;
			await log.sink(blocks, kept);
			await keeper?.logged(lastBlock);
		},
		onCards: () => (cards = true),
		onPlaced: (block) => deps.onPlaced?.(block),
		onComplete: () => {
			deps.onScored?.(journal.record('running'));
			// Of a run that goes on only a part was seen.
			if (start.isNew && intake.nextRow > 1) journal.keeping();
		},
		onBlock: (block, certificate) => {
			lastBlock = block.index;
			journal.block(block, certificate);
		}
	});
	try {
		if (start.isNew && profiles.history) {
			await begun;
			await keeper?.begin();
		}
		let passed = start.nextBlock;
		const onPassed = async (counts: ProfileCounts | undefined): Promise<void> => keeper?.passed(passed++, counts);
		const onHandover = (handover: Handover): void => journal.handover(handover);
		const onScored = (): void => keeper?.allPassed(passed - 1);
		const { signal } = options;
		const lanes = await opening;
		if (lanes) await scoreInLanes(lanes, { ...opened, intake, session, onPassed, onHandover, onScored, bytes }, signal);
		else {
			const reader = new BlockReader({ table, columns, session, names });
			const features = sessionFeatures(pack, session, onPassed);
			const margins: MarginStep = (rows, count) => relay.margins(rows, count, { signal, onHandover });
			const { spare } = intake;
			const text = copy && partText(new ScoredWriter(table, (bytes) => new Uint8Array(spare.take(bytes))));
			await scoreTable({
				...{ table, reader, intake, signal, numericColumns: numericColumns(columns) },
				scorer: new BlockScorer({ model: pack, columns, reader, names, policy: run.policy, features, margins, spare, text }),
				scoreFrom: start.endOffsets.at(-1) ?? null,
				onReplayed: (rows) => journal.replayed(rows)
			});
		}
		await begun;
		await keeper?.finish(lastBlock);
		const done = journal.record('done');
		const [copied] = await Promise.all([copy?.finish(), store.finishRun(done.id, done, tally.metrics(done.id, clock()))]);
		if (copied) deps.onCopied?.(copied);
		journal.reportNow();
		return done;
	} catch (thrown) {
		await copy?.discard();
		// Of a run that is not in the log there is nothing to tell but that.
		await begun;
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
