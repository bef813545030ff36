import { limits, protocolVersion } from '../../core/embed/limits';
import { ShrikeError } from '../../core/errors';
import type { EmbedQuery, EmbedTheme } from '../../core/embed/query';
import type { ResultOf } from '../../core/embed/wire';
import type { Policy } from '../../core/policy/policy';
import type { RunRecord } from '../../core/run/types';
import type { Call, CheckedParams, EmbedHandlers, Emit } from '../../embed/handlers';
import { BatchState, type PackChooser } from '../batch.svelte';
import type { EngineState } from '../engine.svelte';
import { SingleState } from '../single.svelte';

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

	constructor(private readonly options: EmbedScorerOptions) {
		const { engine, packs, query, storageReason } = options;
		this.theme = query.theme;
		this.policy = query.policy;
		this.locale = query.locale;
		const policy = () => this.policyInUse;
		this.batch = new BatchState(engine.engine, policy, () => storageReason === null, () => void engine.refresh(), packs);
		this.single = new SingleState(engine.engine, policy, () => undefined, options.runsWithProfiles);
	}

	/** By what scores become decisions; null while no pack is loaded and none was given. */
	get policyInUse(): Policy | null {
		return this.policy ?? this.options.engine.status?.pack.policy ?? null;
	}

	/** True while a file is being scored, the analyst's or the host's: no other pack can be loaded. */
	get busy(): boolean {
		return this.batch.busy;
	}

	info(): ResultOf<'info'> {
		const { engine, version, storageReason, crossOriginIsolated } = this.options;
		const { status } = engine;
		return {
			protocol: protocolVersion,
			version,
			pack: null,
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

	async score(_params: CheckedParams<'score'>, _call: Call): Promise<ResultOf<'score'>> {
		throw new ShrikeError('engine.internal', 'Not built yet.');
	}

	async scoreFile(_params: CheckedParams<'scoreFile'>, _call: Call): Promise<ResultOf<'scoreFile'>> {
		throw new ShrikeError('engine.internal', 'Not built yet.');
	}

	setPolicy({ review, decline }: CheckedParams<'setPolicy'>): ResultOf<'setPolicy'> {
		if (decline !== undefined && decline < review) {
			throw new ShrikeError('config.invalid', 'The threshold for declining must not be below the one for reviewing.');
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
	analystMoved(_moved: { readonly runId: string; readonly flagged: number; readonly policy: Policy }): void {
		// told to the host once events are
	}
}
