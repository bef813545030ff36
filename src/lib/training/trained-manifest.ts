import { neededFormat } from '../core/pack/format-version';
import type { Manifest, Member } from '../core/pack/manifest';
import type { TrainingConfig } from './config';
import { fraudCount } from './dataset';
import type { FittedSplit } from './fit-split';
import type { DataFile, TrainingOptions } from './train-pack';

/** The manifest of a trained pack, but for the digests of its files. */
export function manifestOf(
	config: TrainingConfig,
	sources: readonly DataFile[],
	{ seed, command }: TrainingOptions,
	fitted: FittedSplit,
	members: readonly Member[]
): Omit<Manifest, 'files'> {
	const { pipeline, scaler, model, calibration, marginBounds, threshold, prior } = fitted;
	const parts = { schema: config.schema, pipeline: [...pipeline], members: [...members], combiner: model.combiner, calibration };
	return {
		format: 'shrike-pack',
		formatVersion: neededFormat(parts),
		name: config.name,
		title: config.title,
		version: config.version,
		description: config.description,
		...parts,
		scaler,
		marginBounds,
		policy: { kind: 'threshold', review: threshold },
		prior,
		parts: { golden: 'golden.json', reference: 'reference.json', evaluation: 'evaluation.json', card: 'card.md' },
		provenance: {
			command,
			seed,
			data: sources.map(({ name, sha256, data }) => ({ name, sha256, rows: data.rows, positives: fraudCount(data) })),
			licence: config.licence
		}
	};
}
