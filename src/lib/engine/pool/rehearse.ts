import { generateCsv, generatedColumns } from '../../core/generate/csv';
import type { Pack } from '../../core/pack/load';
import { keyBytes } from '../../core/privacy/keyed-hash';
import type { Dialect } from '../../core/run/types';
import { resolveColumns } from '../run/columns';
import { nextTask } from '../run/pace';
import type { BackendRelay } from '../run/backend-relay';
import { SegmentLane } from './segment-lane';
import type { LaneHost, SegmentJob } from './types';

/** Few enough that a round takes a few milliseconds even before anything is compiled. */
const rows = 256;
const mostRounds = 150;
/** Longer than that it would be felt; by then what a run needs is compiled. */
const mostMs = 250;

const dialect: Dialect = { delimiter: ',', decimal: '.', encoding: 'utf-8', gzip: false };

/** The lane's own work is all there is to rehearse. */
const noHost: LaneHost = {
	features: () => Promise.reject(new Error('A rehearsal asks for nothing.')),
	margins: () => Promise.reject(new Error('A rehearsal asks for nothing.'))
};

/**
 * Scores invented rows in a lane of its own and forgets them, so that the code which scores a file is compiled when the
 * first one comes. Lets messages through after every round, and ends soon after an abort. Does nothing for packs without
 * distributions to invent rows from, and for those with profiles, whose lanes work another way.
 *
 * @param clock milliseconds
 */
export async function rehearse(pack: Pack, relay: BackendRelay, signal: AbortSignal, clock: () => number): Promise<void> {
	const { reference, manifest, pipeline } = pack;
	if (reference === null || pipeline.profileKeys.length > 0) return;
	const parts = [...generateCsv(reference, manifest.schema, { rows, seed: 1, fraudShare: 0.01 })];
	const headerBytes = new TextEncoder().encode(parts[0]);
	const headers = generatedColumns(manifest.schema).map(({ name }) => name);
	const file = new Blob(parts);
	const job: SegmentJob = {
		...{ name: 'rehearsal.csv', file, policy: manifest.policy, key: new Uint8Array(keyBytes), asks: 'nothing' },
		columns: resolveColumns(manifest.schema, headers, Object.fromEntries(headers.map((name, index) => [name, index]))),
		table: { dialect, headers, headerBytes, headerStart: 0, newline: '\n', byteOrderMark: false }
	};
	const lane = new SegmentLane(pack, relay, job);
	const segment = { from: headerBytes.length, to: file.size };
	const wishes = { floor: Infinity, flagged: 0, features: true, text: true };
	const began = clock();
	for (let round = 0; round < mostRounds && clock() - began < mostMs; round++) {
		await nextTask();
		if (signal.aborted) return;
		await lane.score({ segment, start: segment.from, wishes }, noHost, signal);
	}
}
