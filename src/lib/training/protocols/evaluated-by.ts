import type { Evaluation } from '../../core/pack/evaluation';
import type { TrainingConfig } from '../config';
import { defaultK } from '../evaluate';
import type { Protocol } from './protocol';
import type { ProtocolRun } from './run-protocol';

/** A protocol as it was carried out. */
export function evaluatedBy(
	{ reviewCost }: Pick<TrainingConfig, 'reviewCost'>,
	{ name, title, split: how, removeDetected }: Protocol,
	{ split }: Pick<ProtocolRun, 'split'>
): NonNullable<Evaluation['protocol']> {
	return {
		name,
		title,
		optimistic: how.kind === 'random',
		train: split.ranges && [...split.ranges.train],
		test: split.ranges && [...split.ranges.test],
		delayDays: how.kind === 'time' ? how.delayDays : null,
		withheldRows: split.withheld,
		knownCardRows: split.knownCards,
		k: defaultK,
		removeDetected,
		reviewCost
	};
}
