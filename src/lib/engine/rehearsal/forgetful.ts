import { keyBytes, keyedHash } from '../../core/privacy/keyed-hash';
import type { RunStore } from '../../core/run/store';
import type { ScoredFile, ScoredFiles } from '../../core/run/scored-files';

/** A log that takes everything and keeps nothing, with a key that is nobody's. */
export function forgetfulStore(): RunStore {
	const hash = keyedHash(new Uint8Array(keyBytes));
	const nothing = async (): Promise<undefined> => undefined;
	return {
		kind: 'memory',
		createRun: nothing,
		updateRun: nothing,
		getRun: nothing,
		appendBlocks: nothing,
		finishRun: nothing,
		async *blocks() {
			// Nothing was kept.
		},
		block: nothing,
		findResumable: nothing,
		logPrediction: nothing,
		saveProfiles: nothing,
		dropProfiles: nothing,
		profiles: nothing,
		runsWithProfiles: async () => [],
		keyedHash: async () => hash
	};
}

/** Scored files that go nowhere. */
export function forgetfulFiles(): ScoredFiles {
	const file: ScoredFile = { write: () => true, finish: async () => null, discard: async () => undefined };
	return {
		open: async () => file,
		find: async () => null,
		drop: async () => undefined,
		clear: async () => false,
		sweep: async () => undefined
	};
}
