import type { Certificate } from '../../core/backend';
import { sha256Hex } from '../../core/pack/digest';
import { goldenFeatures } from '../../core/pack/golden-features';
import type { Pack } from '../../core/pack/load';
import { clipMargin, scoreOfMargin } from '../../core/pack/score';
import type { Backend } from './types';

/** Largest difference of a score to the float64 reference that a backend may show. */
export const scoreTolerance = 1e-4;

/** The same of a margin: where all scores are next to 0 they would agree whatever a backend computes. */
const marginTolerance = 1e-2;

/** Tests a backend on the pack's golden vectors against the float64 reference stored with them. Rejects like `margins`. */
export async function certify(pack: Pack, backend: Backend): Promise<Certificate> {
	const expected = pack.golden.margins;
	const margins = new Float32Array(expected.length).fill(NaN);
	await backend.margins(goldenFeatures(pack.pipeline, pack.golden.raw), expected.length, margins);
	const maxAbsError = largestScoreError(pack, margins, expected);
	const facts = {
		packSha256: pack.sha256,
		backend: backend.name,
		device: backend.device,
		vectors: expected.length,
		maxAbsError,
		tolerance: scoreTolerance,
		passed: maxAbsError <= scoreTolerance && largestMarginError(pack, margins, expected) <= marginTolerance
	};
	const sha256 = await sha256Hex(new TextEncoder().encode(JSON.stringify(facts)));
	return { id: sha256.slice(0, 16), ...facts };
}

/** Largest absolute difference of clipped margins; infinite where one is no number. */
function largestMarginError(pack: Pack, margins: ArrayLike<number>, expected: ArrayLike<number>): number {
	let largest = 0;
	for (let i = 0; i < expected.length; i++) {
		const error = Math.abs(clipMargin(margins[i], pack.manifest) - expected[i]);
		largest = Math.max(largest, Number.isNaN(error) ? Infinity : error);
	}
	return largest;
}

/** Largest absolute difference of scores; a margin that is no number counts as 1, the largest difference there can be. */
export function largestScoreError(pack: Pack, margins: ArrayLike<number>, expected: ArrayLike<number>): number {
	let largest = 0;
	for (let i = 0; i < expected.length; i++) {
		const error = Math.abs(scoreOfMargin(margins[i], pack.manifest) - scoreOfMargin(expected[i], pack.manifest));
		largest = Math.max(largest, Number.isNaN(error) ? 1 : error);
	}
	return largest;
}
