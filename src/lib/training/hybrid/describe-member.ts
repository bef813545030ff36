import type { AnomalyConfig, LogisticConfig, MlpConfig, TreesConfig } from '../config';
import type { FittedMlp } from '../fit-mlp';
import type { FittedGbdt } from '../gbdt/fit-gbdt';
import { short } from '../markdown';

/** Sentences of the model card on how a member was fitted. */
export function describeNetwork(config: MlpConfig, fit: FittedMlp & { readonly start: number }, watched: 'validation' | 'inner'): string {
	const rows = watched === 'validation' ? 'validation' : 'held-out (a tenth of the training split)';
	const starts = config.starts > 1 ? `; the best of ${config.starts} starts (number ${fit.start}) by that loss` : '';
	return (
		`Network: ${[...config.hidden, 1].join('-')} units, ReLU, dropout ${config.dropout}, Adam ${config.learningRate}, batches of ` +
		`${config.batchRows}, L2 ${config.l2}, early stopping after ${config.patience} epochs without progress; epoch ${fit.epochs} was ` +
		`kept, with a weighted ${rows} log loss of ${short(fit.validationLoss)}${starts}.`
	);
}

export function describeTrees({ boosting }: TreesConfig, { ensemble, validation }: FittedGbdt): string {
	const end = validation !== null
		? `as many trees as gave the best validation figure (${boosting.stopBy}), at most ${boosting.rounds}`
		: 'a number of trees that was fixed beforehand';
	return (
		`Boosted trees: ${ensemble.roots.length} trees of up to ${boosting.maxLeaves} leaves, ${end}; learning rate ${boosting.learningRate}, ` +
		`L2 ${boosting.l2}, at least ${boosting.minRows} rows a leaf, ${boosting.rowShare * 100} % of the rows and ` +
		`${boosting.featureShare * 100} % of the features a tree.`
	);
}

export function describeLogistic({ l2 }: LogisticConfig): string {
	return `Logistic regression: L2 ${l2} beside the sum of the weighted losses, by Newton’s method.`;
}

export function describeForest({ trees, sampleRows }: AnomalyConfig): string {
	return (
		`Anomaly member: isolation forest of ${trees} trees, each on ${sampleRows} normal rows; frauds played no part. Its margin is ` +
		'minus the mean path length in units of c(ψ), no logit: only its ranking can be compared with the other members’.'
	);
}

/** The end of a description, where a member learned from a part of the rows. */
export function describeSample(most: number | undefined, normals: number): string {
	return most !== undefined && most < normals ? ` It learned from ${most} of ${normals} normals, drawn at random and weighted up.` : '';
}
