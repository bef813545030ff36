import type { EvaluatedSet, Evaluation } from '../../core/pack/evaluation';
import type { Combiner } from '../../core/pack/manifest';
import type { TrainingConfig } from '../config';
import { figuresTable } from '../figures-table';
import { list, short } from '../markdown';

type EnsembleSet = EvaluatedSet & { readonly members: NonNullable<EvaluatedSet['members']> };

/** How members were joined; nothing for a single one. */
export function combinerText({ config, manifest }: { readonly config: TrainingConfig; readonly manifest: { readonly combiner: Combiner } }): string[] {
	const { combiner } = manifest;
	if (combiner.kind === 'single' || !config.combiner) return [];
	const weights = Object.entries(combiner.weights).map(([id, weight]) => `${id} ${short(weight)}`);
	return [
		`Combiner: logistic on out-of-fold margins of ${config.combiner.folds} stratified folds of the training split, weights of at least 0, ` +
			`L2 ${config.combiner.l2}: ${weights.join(', ')}, intercept ${short(combiner.intercept)}.`
	];
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
