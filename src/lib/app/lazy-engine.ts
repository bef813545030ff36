import type { ScoringEngine } from '../engine/types';

/** An engine that can be asked at once while the real one is still being made; each call waits for it. */
export function lazyEngine(coming: Promise<ScoringEngine>): ScoringEngine {
	return {
		load: async (...args) => (await coming).load(...args),
		status: async () => (await coming).status(),
		scoreOne: async (...args) => (await coming).scoreOne(...args),
		preview: async (...args) => (await coming).preview(...args),
		scoreFile: async (...args) => (await coming).scoreFile(...args),
		analyse: async (...args) => (await coming).analyse(...args),
		figures: async (...args) => (await coming).figures(...args),
		evaluate: async (...args) => (await coming).evaluate(...args),
		rowScores: async (...args) => (await coming).rowScores(...args),
		exportScored: async (...args) => (await coming).exportScored(...args),
		sample: async (...args) => (await coming).sample(...args),
		close: async () => (await coming).close()
	};
}
