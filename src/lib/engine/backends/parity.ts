import { referenceModelMargins } from '../../core/members/model';
import type { Pack } from '../../core/pack/load';
import { seededRandom } from '../../core/random/random';
import type { Random } from '../../core/random/random';
import { largestScoreError } from './certify';
import type { Backend } from './types';

export interface ParityReport {
	/** Largest absolute difference of scores. */
	readonly maxAbsError: number;
	readonly rows: number;
}

/**
 * Compares a backend with the float64 reference on random standardised rows. Every fourth row has values at the
 * scaler's clip bounds, the first two have all of them at the low and at the high bound.
 */
export async function parityReport(pack: Pack, backend: Backend, rows: number, seed: number): Promise<ParityReport> {
	const features = randomFeatures(pack, rows, seededRandom(seed));
	const margins = new Float32Array(rows).fill(NaN);
	await backend.margins(features, rows, margins);
	const expected = referenceModelMargins(pack.model, features, rows);
	return { maxAbsError: largestScoreError(pack, margins, expected), rows };
}

function randomFeatures(pack: Pack, rows: number, random: Random): Float32Array {
	const { low, high } = pack.manifest.scaler;
	const width = pack.pipeline.width;
	const features = new Float32Array(rows * width);
	for (let r = 0; r < rows; r++) {
		for (let c = 0; c < width; c++) {
			const atBound = r < 2 || (r % 4 === 0 && random.next() < 0.25);
			const highSide = r < 2 ? r === 1 : random.next() < 0.5;
			const inside = Math.min(high[c], Math.max(low[c], random.normal() * 2));
			features[r * width + c] = atBound ? (highSide ? high[c] : low[c]) : inside;
		}
	}
	return features;
}
