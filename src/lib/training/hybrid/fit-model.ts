import type { Model } from '../../core/members/model';
import type { Combiner } from '../../core/pack/manifest';
import type { Random } from '../../core/random/random';
import type { TrainingConfig } from '../config';
import type { TrainingRows } from '../fit-mlp';
import { fitCombiner } from './fit-combiner';
import { fitMember } from './fit-member';
import type { FittedMember } from './fit-member';
import { outOfFoldMargins } from './out-of-fold';
import type { Report } from './progress';

export interface FittedModel {
	readonly model: Model;
	/** In the configuration's order. */
	readonly members: readonly FittedMember[];
}

/** Fits every member on the training rows, and before that, on their folds, how to join them. */
export async function fitModel(
	{ members: configs, combiner: joint }: Pick<TrainingConfig, 'members' | 'combiner'>,
	train: TrainingRows,
	validation: TrainingRows,
	random: Random,
	report: Report
): Promise<FittedModel> {
	const ids = configs.map(({ id }) => id);
	let combiner: Combiner = { kind: 'single', member: ids[0] };
	if (joint) {
		const margins = await outOfFoldMargins(configs, joint.folds, train, validation, random, report);
		combiner = fitCombiner(ids, margins, train, joint.l2);
	}
	const members: FittedMember[] = [];
	for (const config of configs) members.push(await fitMember(config, train, validation, random, report));
	return { model: { inputs: train.features.length / train.rows, members: members.map(({ model }) => model), combiner }, members };
}
