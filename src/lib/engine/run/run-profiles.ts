import type { PipelineSession } from '../../core/features/session';
import type { KeyedHash } from '../../core/privacy/keyed-hash';
import type { RunHistory } from '../../core/run/types';
import type { RunOptions } from '../types';
import { beginAgain, beginWith, sessionOf } from './history';
import type { HistoryDeps } from './history';
import type { RunStart } from './run-start';

/** The profiles of a run as they are where its file is opened. */
export interface RunProfiles {
	readonly session: PipelineSession;
	readonly hash: KeyedHash;
	/** What they began with, where that is to be noted. */
	readonly history: RunHistory | null;
	/** Decoded byte offset to open the file at; null for the top. Rows from there to the first block to come are not in them. */
	readonly readFrom: number | null;
}

/** Of a run that begins. See {@link beginWith}. */
export async function freshProfiles(deps: HistoryDeps, options: RunOptions): Promise<RunProfiles> {
	const { session, history } = await beginWith(deps, options.history ?? null);
	return { session, hash: deps.hash, history, readFrom: null };
}

/**
 * Of a run that goes on: those saved last, or the ones that it began with where none were saved. A model without profiles
 * goes on right after the last stored block.
 */
export async function resumedProfiles(deps: HistoryDeps, start: RunStart, options: RunOptions): Promise<RunProfiles> {
	const { pack, store, hash } = deps;
	const { run, nextBlock, endOffsets } = start;
	const facts = { hash, history: run.history ?? null };
	if (pack.pipeline.profileKeys.length === 0) {
		return { ...facts, session: pack.pipeline.begin(), readFrom: endOffsets.at(-1) ?? null };
	}
	const saved = await store.profiles(run.id);
	if (saved && saved.afterBlock < nextBlock) {
		return { ...facts, session: sessionOf(pack, saved, hash), readFrom: endOffsets[saved.afterBlock] ?? null };
	}
	return { ...facts, session: await beginAgain(deps, run.history ?? null, options.history ?? null), readFrom: null };
}
