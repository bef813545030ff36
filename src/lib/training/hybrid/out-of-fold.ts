import { memberMargins } from '../../core/members/model';
import type { Random } from '../../core/random/random';
import type { MemberConfig } from '../config';
import type { TrainingRows } from '../fit-mlp';
import { fitMember } from './fit-member';
import { rowsOfFold, stratifiedFolds, takeRows } from './folds';
import type { Report } from './progress';

/**
 * Margins of every training row by members that were fitted without the row's fold. The validation rows, if any, end fits, as
 * they do when members are fitted on all training rows; no held row has a say.
 *
 * @returns one `[rows]` array a member, in the order given
 */
export async function outOfFoldMargins(
	members: readonly MemberConfig[],
	folds: number,
	train: TrainingRows,
	validation: TrainingRows | null,
	random: Random,
	report: Report
): Promise<Float64Array[]> {
	const foldOf = stratifiedFolds(train.labels, folds, random);
	const margins = members.map(() => new Float64Array(train.rows));
	for (let fold = 0; fold < folds; fold++) {
		const { held, others } = rowsOfFold(foldOf, fold);
		const [heldRows, otherRows] = [takeRows(train, held), takeRows(train, others)];
		const name = `fold ${fold + 1} of ${folds}`;
		for (const [m, config] of members.entries()) {
			const fitted = await fitMember(config, otherRows, validation, random, (progress) =>
				report({ ...progress, part: `${name}, ${progress.part}` })
			);
			memberMargins(fitted.model, heldRows.features, heldRows.rows).forEach((margin, i) => (margins[m][held[i]] = margin));
		}
	}
	return margins;
}
