import type { Calibration, Combiner, Manifest, Member, Scaler } from '../core/pack/manifest';
import type { TrainingConfig } from './config';
import { fraudCount } from './dataset';
import type { DataFile, TrainingOptions } from './train-pack';

export interface FittedParts {
	readonly scaler: Scaler;
	readonly members: readonly Member[];
	readonly combiner: Combiner;
	readonly calibration: Calibration;
	readonly marginBounds: Manifest['marginBounds'];
	readonly threshold: number;
}

/** The manifest of a trained pack, but for the digests of its files. */
export function manifestOf(
	config: TrainingConfig,
	sources: readonly DataFile[],
	{ seed, command }: TrainingOptions,
	{ scaler, members, combiner, calibration, marginBounds, threshold }: FittedParts
): Omit<Manifest, 'files'> {
	return {
		format: 'shrike-pack',
		formatVersion: members.length === 1 && members[0].kind === 'mlp' ? 1 : 2,
		name: config.name,
		title: config.title,
		version: config.version,
		description: config.description,
		schema: config.schema,
		pipeline: [...config.pipeline],
		scaler,
		members: [...members],
		combiner,
		calibration,
		marginBounds,
		policy: { kind: 'threshold', review: threshold },
		prior: config.prior,
		parts: { golden: 'golden.json', reference: 'reference.json', evaluation: 'evaluation.json', card: 'card.md' },
		provenance: {
			command,
			seed,
			data: sources.map(({ name, sha256, data }) => ({ name, sha256, rows: data.rows, positives: fraudCount(data) })),
			licence: config.licence
		}
	};
}
