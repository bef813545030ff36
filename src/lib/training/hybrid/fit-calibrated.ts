import { referenceModelMargins } from '../../core/members/model';
import type { Calibration, Manifest } from '../../core/pack/manifest';
import { clipMargin, scoreOfMargin } from '../../core/pack/score';
import type { Random } from '../../core/random/random';
import { calibrate } from '../calibrate';
import type { CalibrationChoice } from '../calibrate';
import type { Judged } from '../calibrate-loss';
import { identity } from '../calibrate-loss';
import type { TrainingConfig } from '../config';
import type { TrainingRows } from '../fit-mlp';
import { fitModel } from './fit-model';
import type { FittedModel } from './fit-model';
import type { Report } from './progress';

/** A model with all that turns its margins into scores. */
export interface CalibratedModel extends FittedModel {
	readonly calibration: Calibration;
	readonly marginBounds: Manifest['marginBounds'];
	/** How the calibration was chosen, and on which rows: `none` where none were to be had. */
	readonly calibrationChoice: CalibrationChoice & { readonly on: 'out-of-fold' | 'validation' | 'none' };
}

/**
 * Fits members, combiner and calibration on standardised rows. With a combiner the calibration is learned from the training
 * rows' combined out-of-fold margins, for they are many and nothing that made them has seen them; a member alone is
 * calibrated on the validation rows, and not at all without.
 *
 * @param rows `validation` may be null: members then keep all rounds, and networks watch a tenth of the training rows
 */
export async function fitCalibrated(
	config: Pick<TrainingConfig, 'members' | 'combiner' | 'marginBounds'>,
	{ train, validation }: { readonly train: TrainingRows; readonly validation: TrainingRows | null },
	random: Random,
	report: Report
): Promise<CalibratedModel> {
	const marginBounds: Manifest['marginBounds'] = [config.marginBounds[0], config.marginBounds[1]];
	const fitted = await fitModel(config, train, validation, random, report);
	const unseen = fitted.joined?.on ?? (validation && { ...validation, margins: referenceModelMargins(fitted.model, validation.features, validation.rows) });
	const choice = unseen
		? calibrate(clipped(unseen, marginBounds), marginBounds, random)
		: ({ calibration: identity, kind: 'identity', losses: null, rows: 0, frauds: 0 } as const);
	const on = fitted.joined ? 'out-of-fold' : validation ? 'validation' : 'none';
	return { ...fitted, marginBounds, calibration: choice.calibration, calibrationChoice: { ...choice, on } };
}

/** Margins of the model within its bounds, by the float64 reference. */
export function marginsOf({ model, marginBounds }: Pick<CalibratedModel, 'model' | 'marginBounds'>, { features, rows }: TrainingRows): Float64Array {
	return referenceModelMargins(model, features, rows).map((margin) => clipMargin(margin, { marginBounds }));
}

/** Calibrated scores of the model, by the float64 reference. */
export function scoresOf(scoring: Pick<CalibratedModel, 'model' | 'marginBounds' | 'calibration'>, rows: TrainingRows): Float64Array {
	return marginsOf(scoring, rows).map((margin) => scoreOfMargin(margin, scoring));
}

function clipped({ margins, labels, weights }: Judged, marginBounds: Manifest['marginBounds']): Judged {
	return { margins: margins.map((margin) => clipMargin(margin, { marginBounds })), labels, weights };
}
