import { limits, protocolVersion } from '../../core/embed/limits';
import type { EmbedQuery, EmbedTheme } from '../../core/embed/query';
import type { BatchResult, ResultOf, SingleResult, Transaction } from '../../core/embed/wire';
import { fromFailure, ShrikeError } from '../../core/errors';
import { parseSingle } from '../../core/input/parse-single';
import type { Policy } from '../../core/policy/policy';
import type { RunRecord } from '../../core/run/types';
import type { Call, CheckedParams, EmbedHandlers, Emit } from '../../embed/handlers';
import type { FileSource } from '../../engine/types';
import { BatchState, type PackChooser } from '../batch.svelte';
import type { EngineState } from '../engine.svelte';
import { SingleState } from '../single.svelte';
import { batchAnswer, packInfo, singleAnswer } from './answers';
import { FrameEngine } from './frame-engine';
import { rowsToCsv, type GivenRows } from './rows-to-csv';
import { Teller, type MovedThreshold } from './teller';

export interface EmbedScorerOptions {
	readonly engine: EngineState;
	/** Finds and loads the model that a file belongs to; null where the one in use is the only one. */
	readonly packs: PackChooser | null;
	/** Of the app. */
	readonly version: string;
	/** Why the log ends with the frame, in words; null where it is kept. */
	readonly storageReason: string | null;
	readonly crossOriginIsolated: boolean;
	/** What the page's address asked for. */
	readonly query: Pick<EmbedQuery, 'theme' | 'policy' | 'locale'>;
	/** Milliseconds since any moment. */
	readonly clock: () => number;
	/** Finished runs against which a transaction can be scored, for a pack with profiles. */
	readonly runsWithProfiles?: (packSha256: string) => Promise<readonly RunRecord[]>;
}

/** How {@link rowsToCsv} writes: nothing of it is to be guessed. */
const ownDialect = { delimiter: ',', decimal: '.', encoding: 'utf-8' } as const;

/**
 * The scorer of an embedded page: what the analyst does in the frame and what the host asks of it, over one engine, so
 * that each waits for the other where it has to and the host is told what was decided, never what was scored.
 */
export class EmbedScorer implements EmbedHandlers {
	/** What the analyst scores in the frame, and a host's `scoreFile`. */
	readonly batch: BatchState;
	readonly single: SingleState;
	/** Tells the connected host; the page sets it to its session's. */
	emit: Emit = () => undefined;
	theme = $state<EmbedTheme>('system');
	/** The host's or the address's thresholds; null while the pack's own stand. */
	policy = $state.raw<Policy | null>(null);
	/** Origin of the connected host, set by the page; null while none is. */
	host = $state<string | null>(null);
	/** How many transactions and batches the host has had scored, or tried to. */
	calls = $state(0);
	readonly locale: string | null;
	readonly #teller: Teller;
	readonly #frame: FrameEngine;
	readonly #unwatch: () => void;

	constructor(private readonly options: EmbedScorerOptions) {
		const { engine, packs, query, clock, runsWithProfiles } = options;
		this.theme = query.theme;
		this.policy = query.policy;
		this.locale = query.locale;
		this.#teller = new Teller((event, params) => this.emit(event, params), clock);
		const frame = (this.#frame = new FrameEngine(engine, this.#teller));
		const policy = () => this.policyInUse;
		const chooser = packs && frame.forPacks(packs, () => this.batch);
		this.batch = new BatchState(frame.forFiles(), policy, () => this.#keepsFeatures, () => void engine.refresh(), chooser);
		this.single = new SingleState({ scoreOne: (input, by) => frame.scoreOne(null, input, by) }, policy, () => undefined, runsWithProfiles);
		this.#unwatch = this.#watchPacks();
	}

	/** By what scores become decisions; null while no pack is loaded and none was given. */
	get policyInUse(): Policy | null {
		return this.policy ?? this.options.engine.status?.pack.policy ?? null;
	}

	/** True while a file or the host's rows are being scored: another pack has to wait, see {@link inTurn}. */
	get busy(): boolean {
		return this.#frame.turns.busy;
	}

	/** Runs what may not meet a run, such as loading another pack, before what the host has waiting. */
	inTurn<T>(work: () => Promise<T>): Promise<T> {
		return this.#frame.turns.take(work, { ahead: true });
	}

	info(): ResultOf<'info'> {
		const { engine, version, storageReason, crossOriginIsolated } = this.options;
		const { status } = engine;
		return {
			protocol: protocolVersion,
			version,
			pack: status && packInfo(status.pack),
			policy: this.policyInUse,
			backend: status?.backend ?? null,
			certificate: status?.certificate.id ?? null,
			storage: storageReason === null ? 'kept' : 'memory',
			storageReason,
			crossOriginIsolated,
			theme: this.theme,
			locale: this.locale,
			busy: this.busy,
			limits
		};
	}

	/** Rejects with what reading and scoring fail with, the pack's failure where none could be loaded, `engine.cancelled`. */
	async score(params: CheckedParams<'score'>, call: Call): Promise<SingleResult | BatchResult> {
		this.calls++;
		if ('transaction' in params) return this.#scoreTransaction(params.transaction, call);
		await this.#ready(call.signal);
		return this.#frame.turns.take(() => this.#scoreRows(params, call), call);
	}

	/** Shows the file in the frame while it is scored. Rejects as {@link score} does, and when the analyst cancels it. */
	async scoreFile(params: CheckedParams<'scoreFile'>, call: Call): Promise<BatchResult> {
		this.calls++;
		for (;;) {
			await this.#ready(call.signal);
			const answer = await this.#frame.turns.take(() => this.#scoreShown(params, call), call);
			if (answer) return answer;
		}
	}

	/** Throws `config.invalid` for a threshold of declining below the one of reviewing. */
	setPolicy({ review, decline }: CheckedParams<'setPolicy'>): ResultOf<'setPolicy'> {
		if (decline !== undefined && decline < review) {
			throw new ShrikeError('config.invalid', 'The threshold for declining must not be below the one for reviewing.', { review, decline });
		}
		const policy: Policy = { kind: 'threshold', review, ...(decline === undefined ? {} : { decline }) };
		this.policy = policy;
		return { policy };
	}

	setTheme({ theme }: CheckedParams<'setTheme'>): ResultOf<'setTheme'> {
		this.theme = theme;
		return { theme };
	}

	/** To be called when the analyst's threshold on a file's result has come to rest. */
	analystMoved(moved: MovedThreshold): void {
		this.#teller.moved(moved);
	}

	/** Ends telling the host of packs. */
	dispose(): void {
		this.#unwatch();
	}

	/** A log in memory has better uses for its room. */
	get #keepsFeatures(): boolean {
		return this.options.storageReason === null;
	}

	async #scoreTransaction(transaction: Transaction, { id, signal }: Call): Promise<SingleResult> {
		const { engine, clock } = this.options;
		const began = clock();
		const { pack } = await engine.loaded(signal);
		const policy = this.policy ?? pack.policy;
		const parse = parseSingle(JSON.stringify(transaction), engine.inputNames);
		if (!parse.ok) throw fromFailure(parse.failure);
		const score = await this.#frame.scoreOne(id, { ...parse.input, trueClass: parse.trueClass }, policy);
		return singleAnswer(score, pack, policy, Math.max(0, clock() - began), parse.notes ?? []);
	}

	async #scoreRows(given: GivenRows, { id, signal }: Call): Promise<BatchResult> {
		await this.#ready(signal);
		const source: FileSource = { name: 'rows.csv', blob: await rowsToCsv(given, { clock: this.options.clock, signal }) };
		const { dialect, matches, problems } = await this.options.engine.engine.preview(source, { dialect: ownDialect, signal });
		const [problem] = problems;
		if (problem) throw fromFailure(problem);
		const run = await this.#frame.run(id, 'rows', source, {
			dialect,
			mapping: Object.fromEntries(matches.map(({ column, index }) => [column, index])),
			policy: await this.#ready(signal),
			resume: null,
			keepFeatures: this.#keepsFeatures,
			signal
		});
		return this.#answer('rows', run, true, null);
	}

	/** Null where the file cannot be shown now: the analyst's own still is, or another pack is being loaded. */
	async #scoreShown({ file, name, scores, scoredFile }: CheckedParams<'scoreFile'>, call: Call): Promise<BatchResult | null> {
		const { engine } = this.options;
		if (this.batch.busy || engine.stage.kind !== 'ready') return null;
		const source: FileSource = { name, blob: file };
		const { signal } = call;
		const run = await this.#frame.shown.score(this.batch, source, call, () => this.policyInUse);
		const blob = scoredFile ? await engine.engine.exportScored(source, run.id, { gzip: false, policy: run.policy, signal }) : null;
		return this.#answer('file', run, scores, blob);
	}

	/** Waits for a pack, and gives back by what it decides. */
	async #ready(signal: AbortSignal): Promise<Policy> {
		const { pack } = await this.options.engine.loaded(signal);
		return this.policy ?? pack.policy;
	}

	async #answer(kind: BatchResult['kind'], run: RunRecord, scores: boolean, scoredFile: Blob | null): Promise<BatchResult> {
		return batchAnswer(kind, run, await this.options.engine.engine.rowScores(run.id, scores ? limits.scoresInAnswer : 0), scoredFile);
	}

	/** Tells the host of another pack, and of one that cannot be loaded. */
	#watchPacks(): () => void {
		const { engine } = this.options;
		let last = engine.status?.pack.sha256;
		return engine.watch(() => {
			const { stage } = engine;
			if (stage.kind === 'failed') this.emit('error', { code: stage.failure.code, message: stage.failure.message });
			if (stage.kind !== 'ready' || stage.status.pack.sha256 === last) return;
			last = stage.status.pack.sha256;
			this.emit('ready', this.info());
		});
	}
}
