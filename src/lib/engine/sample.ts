import { ShrikeError } from '../core/errors';
import { generateCsv } from '../core/generate/csv';
import type { Pack } from '../core/pack/load';
import type { FileSource } from './types';

/** Frauds in a sample: more than in life, so that a small one has something to find. */
const fraudShare = 0.01;

/** See {@link ScoringEngine.sample}; `rows` at least 1, `seed` an integer in [0, 2³²). */
export function sampleFile(pack: Pack, options: { readonly rows: number; readonly seed: number }): FileSource {
	const { reference, manifest } = pack;
	if (reference === null) {
		throw new ShrikeError(
			'pack.unsupported-model',
			`The pack “${manifest.title}” has no reference distributions to draw a sample from. Score a file of your own.`
		);
	}
	const parts = [...generateCsv(reference, manifest.schema, { ...options, fraudShare })];
	return { name: `${manifest.name}-sample.csv`, blob: new Blob(parts, { type: 'text/csv' }) };
}
