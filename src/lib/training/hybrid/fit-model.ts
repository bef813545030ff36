import type { Model } from '../../core/members/model';
import type { Random } from '../../core/random/random';
import type { Judged } from '../calibrate-loss';
import type { TrainingConfig } from '../config';
import type { TrainingRows } from '../fit-mlp';
import { fitMember } from './fit-member';
import type { FittedMember } from './fit-member';
import { joinMembers } from './join-members';
import type { JoinedMembers } from './join-members';
import { outOfFoldMargins } from './out-of-fold';
import type { Report } from './progress';
import { sampleNormals } from './sample-normals';

export interface FittedModel {
	readonly model: Model;
	/** In the configuration's order. */
	readonly members: readonly FittedMember[];
	/** How members were joined, and on what rows; null for a single one. */
	readonly joined: (JoinedMembers & { readonly on: Judged }) | null;
}

/**
 * Fits every member on the training rows, and before that, on their folds, how to join them.
 *
 * @param validation rows that end fits; null where there are none, as before a split by time
 */
export async function fitModel(
	{ members: configs, combiner: joint }: Pick<TrainingConfig, 'members' | 'combiner'>,
	train: TrainingRows,
	validation: TrainingRows | null,
	random: Random,
	report: Report
): Promise<FittedModel> {
	const ids = configs.map(({ id }) => id);
	let joined: FittedModel['joined'] = null;
	if (joint) {
		const rows = sampleNormals(train, joint.sampleNormals, random);
		const margins = await outOfFoldMargins(configs, joint.folds, rows, validation, random, report);
		const parts = joinMembers(ids, margins, rows, joint.l2, random);
		joined = { ...parts, on: { margins: parts.margins, labels: rows.labels, weights: rows.weights } };
	}
	const members: FittedMember[] = [];
	for (const config of configs) members.push(await fitMember(config, train, validation, random, report));
	const model: Model = {
		inputs: train.features.length / train.rows,
		members: members.map((member) => member.model),
		combiner: joined?.combiner ?? { kind: 'single', member: ids[0] }
	};
	return { model, members, joined };
}
