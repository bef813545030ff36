import { memberMargins } from '../../core/members/model';
import type { MemberModel } from '../../core/members/model';
import { scoreOfMargin } from '../../core/pack/score';
import type { TrainingRows } from '../fit-mlp';
import type { CalibratedModel } from './fit-calibrated';

/** A member's own probabilities, without the ensemble's calibration: it was trained on true weights itself. */
export function memberScores(member: MemberModel, { marginBounds }: Pick<CalibratedModel, 'marginBounds'>, { features, rows }: TrainingRows): Float64Array {
	const calibration = { kind: 'platt', slope: 1, intercept: 0 } as const;
	return memberMargins(member, features, rows).map((margin) => scoreOfMargin(margin, { calibration, marginBounds }));
}
