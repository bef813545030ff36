import type { Pack } from '../../core/pack/load';
import type { ScoredBlock } from '../../core/run/types';
import { mappingOf } from '../match-file';
import type { SegmentPool } from '../pool/types';
import { previewFile } from '../preview';
import type { BackendRelay } from '../run/backend-relay';
import { throwIfAborted } from '../run/pace';
import { RunAnalyst } from '../run/run-analyst';
import { scoreFile } from '../run/score-file';
import { forgetfulFiles, forgetfulStore } from './forgetful';
import { rehearsalFile } from './rehearsal-file';

/** So few that inventing them takes some hundredths of a second, so many that segments have more rows than a run lists. */
const rows = 8000;
/** Of the file, so that every worker gets some. */
const segments = 6;
/** By then, what scores a file is compiled on a usual machine; a slow one leaves off after the time below. */
const mostRounds = 18;
const mostMs = 2500;
/** Later than a page asks for its first transaction, sooner than a person has chosen a file. */
const restMs = 250;

export interface RehearsalDeps {
	readonly pack: Pack;
	readonly relay: BackendRelay;
	readonly pool: SegmentPool;
	/** Milliseconds. */
	readonly clock: () => number;
}

/** Rehearses a little while after something is ready; an abort of what is returned ends it, or keeps it from beginning. */
export function rehearseAfter(ready: Promise<void>, deps: RehearsalDeps): AbortController {
	const ending = new AbortController();
	const { signal } = ending;
	const begin = (): void => {
		// What hinders a rehearsal, a run will tell if it hinders that too.
		if (!signal.aborted) rehearse(deps, signal).catch(() => undefined);
	};
	ready.then(() => setTimeout(begin, restMs)).catch(() => undefined);
	return ending;
}

/**
 * Scores a small invented file again and again and forgets it, in the workers that will score the first real one: a browser
 * compiles code only when it has run for a while, in every worker anew, and in a short run that is a fifth of the work.
 * Nothing gets into the log. Does nothing for a pack without distributions to invent rows from, and where a GPU computes,
 * which is not to be woken for nobody.
 *
 * Rejects as a run does, with `engine.cancelled` once the signal is aborted.
 */
export async function rehearse({ pack, relay, pool, clock }: RehearsalDeps, signal: AbortSignal): Promise<void> {
	if (pack.reference === null || relay.backend === 'webgpu') return;
	const source = await rehearsalFile(pack, rows);
	const store = forgetfulStore();
	const scoredFiles = forgetfulFiles();
	const segmentBytes = Math.ceil(source.blob.size / segments);
	const { policy } = pack.manifest;
	const until = clock() + mostMs;
	for (let round = 0; round < mostRounds && clock() < until; round++) {
		throwIfAborted(signal);
		const { dialect, matches } = await previewFile({ pack, store }, source, { signal });
		const analyst = new RunAnalyst({ scoring: pack.manifest });
		const onPlaced = (block: ScoredBlock): void => analyst.add(block);
		const deps = { pack, relay, store, scoredFiles, pool, segmentBytes, clock, newId: () => 'rehearsal', onPlaced };
		const run = await scoreFile(deps, source, { dialect, mapping: mappingOf(matches), policy, resume: null, signal });
		analyst.finish(run).figures();
	}
}
