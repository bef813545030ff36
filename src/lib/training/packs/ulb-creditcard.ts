import { defaultForest } from '../anomaly/fit-isolation-forest';
import { defaultGbdt } from '../gbdt/config';
import type { TrainingConfig } from '../config';
import { ulbMlp } from './ulb-mlp';

/** The hybrid for the data of `ulb-mlp`: the same rows, features and splits, more members. */
export const ulbCreditcard: TrainingConfig = {
	...ulbMlp,
	name: 'ulb-creditcard',
	title: 'European card transactions (ULB), hybrid',
	version: '1.1.0',
	description:
		'Boosted trees, a small neural network, logistic regression and an isolation forest, joined by a logistic combiner, for the card ' +
		'transactions published by Worldline and the Machine Learning Group of Université Libre de Bruxelles: Time, 28 principal components and Amount.',
	members: [
		{
			id: 'gbdt',
			kind: 'gbdt',
			// Fixed: the validation split has too few frauds to say more than noise about when to stop.
			stopEarly: false,
			boosting: { ...defaultGbdt, rounds: 300, learningRate: 0.05, maxLeaves: 8, l2: 10, featureShare: 0.5 }
		},
		{
			id: 'mlp',
			kind: 'mlp',
			hidden: [16, 8],
			dropout: 0.1,
			learningRate: 3e-3,
			batchRows: 256,
			maxEpochs: 30,
			patience: 6,
			l2: 1e-4,
			starts: 1
		},
		{ id: 'logistic', kind: 'logistic', l2: 1 },
		{ id: 'anomaly', ...defaultForest }
	],
	combiner: { folds: 5, l2: 1 }
};
