import type { EvaluatedSet, Evaluation } from '../../core/pack/evaluation';
import { calibrationKinds } from '../calibrate';
import type { CalibrationKind } from '../calibrate';
import type { TrainingConfig } from '../config';
import { figuresTable } from '../figures-table';
import { list, short } from '../markdown';
import type { CalibratedModel } from './fit-calibrated';
import type { FittedModel } from './fit-model';

type EnsembleSet = EvaluatedSet & { readonly members: NonNullable<EvaluatedSet['members']> };

/** How members were joined; nothing for a single one. */
export function combinerText({ combiner: config }: Pick<TrainingConfig, 'combiner'>, { model, joined }: Pick<FittedModel, 'model' | 'joined'>): string[] {
	const { combiner } = model;
	if (combiner.kind === 'single' || !config || !joined) return [];
	const { candidates, chosen } = joined;
	const weights = Object.entries(combiner.weights).map(([id, weight]) => `${id} ${short(weight)}`);
	const judged = candidates.map(
		({ members, logLoss, averagePrecision }) =>
			`${members.length > 1 ? 'together' : members[0]} ${short(logLoss)} and ${short(averagePrecision)}`
	);
	const taken =
		chosen.members.length < Object.keys(combiner.weights).length
			? `${chosen.members[0]} alone had the lowest log loss, so the others have no weight.`
			: 'Together they had the lowest log loss.';
	const part = config.sampleNormals === undefined ? '' : `, with at most ${config.sampleNormals} normals`;
	return [
		`Combiner: logistic on out-of-fold margins of ${config.folds} stratified folds of the training split${part}, weights of at least 0, ` +
			`L2 ${config.l2}: ${weights.join(', ')}, intercept ${short(combiner.intercept)}.`,
		`On held folds of these margins, log loss and average precision: ${judged.join('; ')}. ${taken}`
	];
}

const calibrationNames: Readonly<Record<CalibrationKind, string>> = { identity: 'none', platt: 'Platt scaling', isotonic: 'isotonic' };

/** What was chosen as calibration, on what, and by which figures. */
export function calibrationText({ calibrationChoice }: Pick<CalibratedModel, 'calibrationChoice'>): string {
	const { calibration, kind, losses, rows, frauds, on } = calibrationChoice;
	const shape =
		kind === 'platt' && calibration.kind === 'platt'
			? ` with slope ${short(calibration.slope)} and intercept ${short(calibration.intercept)}`
			: calibration.kind === 'isotonic'
				? ` with ${calibration.margins.length} knots`
				: '';
	if (on === 'none') return 'Calibration: none; there were no rows to learn one from that the model had not seen.';
	const source = `${rows} ${on === 'validation' ? 'rows of the validation split' : 'combined out-of-fold margins of the training split'}, ${frauds} of them frauds`;
	if (!losses) return `Calibration: none; ${source}, are too few to learn one from.`;
	const figures = calibrationKinds.flatMap((each) => (losses[each] === undefined ? [] : [`${calibrationNames[each]} ${short(losses[each])}`]));
	return (
		`Calibration: ${calibrationNames[kind]}${shape}. Log loss in five folds of ${source}: ${figures.join(', ')}; ` +
		'the simplest within two standard errors of the best is taken.'
	);
}

/** A section with a column for the ensemble and each member; none for a pack of one member. */
export function membersSection({ sets }: Evaluation): (readonly [string, readonly string[]])[] {
	const ensembles = sets.filter((set): set is EnsembleSet => set.members !== undefined);
	if (ensembles.length === 0) return [];
	const tables = ensembles.map((set) => {
		const columns = [{ name: 'ensemble', figures: set.figures }, ...set.members.map(({ id, figures }) => ({ name: id, figures }))];
		return `${set.name[0].toUpperCase()}${set.name.slice(1)}:\n\n${figuresTable(columns)}`;
	});
	const remarks = ensembles.map((set) => `On the ${set.name} split ${comparison(set)}`);
	return [['Members', ['Each member on its own, before the ensemble’s calibration.', ...tables, list(remarks)]]];
}

/** Whether the ensemble is at least as good as its best member, by average precision. */
function comparison({ figures, members }: EnsembleSet): string {
	const own = figures.averagePrecision.value;
	const best = members.reduce((leader, member) => (member.figures.averagePrecision.value > leader.figures.averagePrecision.value ? member : leader));
	const most = best.figures.averagePrecision.value;
	return own >= most
		? `the ensemble is at least as good as its best member (average precision ${short(own)}; ${best.id} ${short(most)}).`
		: `the ensemble is worse than its best member (average precision ${short(own)}; ${best.id} ${short(most)}).`;
}
