import type { Column } from '../../core/schema/schema';
import type { PipelineStep } from '../../core/features/steps';
import type { TrainingConfig } from '../config';
import { foldProtocol, randomProtocol } from '../protocols/common';

const components = Array.from({ length: 28 }, (_, i) => `V${i + 1}`);

const columns: Column[] = [
	{
		name: 'Time',
		type: 'number',
		roles: ['feature', 'timestamp'],
		unit: 's',
		min: 0,
		aliases: ['seconds', 'time_seconds'],
		description: 'Seconds since the first transaction of the data.'
	},
	...components.map(
		(name): Column => ({
			name,
			type: 'number',
			roles: ['feature'],
			aliases: [],
			description: `Principal component ${name.slice(1)} of the undisclosed original features.`
		})
	),
	{
		name: 'Amount',
		type: 'number',
		roles: ['feature', 'amount'],
		unit: 'EUR',
		min: 0,
		aliases: ['transaction_amount', 'amt'],
		description: 'Amount of the transaction.'
	},
	{
		name: 'Class',
		type: 'number',
		roles: ['label'],
		min: 0,
		max: 1,
		aliases: ['label', 'is_fraud', 'fraud', 'true_class'],
		description: '1 for a fraud, 0 for a normal transaction.'
	}
];

const copies = ['Time', ...components, 'Amount'].map((name): PipelineStep => ({ op: 'copy', from: name, to: name }));

/** The first pack: European card transactions of September 2013 (ULB / Worldline). */
export const ulbMlp: TrainingConfig = {
	name: 'ulb-mlp',
	title: 'European card transactions (ULB)',
	version: '1.0.0',
	description:
		'A small neural network for the card transactions published by Worldline and the Machine Learning Group of ' +
		'Université Libre de Bruxelles: Time, 28 principal components and Amount.',
	schema: { name: 'ulb-creditcard', columns },
	pipeline: [
		...copies,
		{ op: 'log1p', from: 'Amount', to: 'log_amount' },
		{ op: 'hour', from: 'Time', to: 'hour' },
		{ op: 'less-than', from: 'hour', to: 'is_night', value: 6 }
	],
	// 473 distinct frauds among 283,726 distinct transactions of the full file.
	prior: 0.001667,
	leaveOut: {
		column: 'Time',
		atMost: 14_224,
		why: 'the first four hours are kept unseen, so that they can be shown as a stream of new transactions'
	},
	time: null,
	cardColumn: null,
	reviewCost: 5,
	protocols: [randomProtocol(0.6, 0.2), foldProtocol],
	clip: 10,
	marginBounds: [-20, 20],
	members: [
		{
			id: 'mlp',
			kind: 'mlp',
			hidden: [32, 16],
			dropout: 0.2,
			learningRate: 1e-3,
			batchRows: 256,
			maxEpochs: 200,
			patience: 15,
			l2: 1e-4,
			starts: 1
		}
	],
	combiner: null,
	licence: 'Data: Database Contents License 1.0 (DbCL). Model: MIT.',
	card: {
		data:
			'Card transactions of European cardholders on two days of September 2013, collected by Worldline and the Machine ' +
			'Learning Group of Université Libre de Bruxelles (Kaggle mlg-ulb/creditcardfraud).',
		intendedUse: [
			'Demonstrating and testing Shrike on real, public data.',
			'A starting point for comparing models on the same data.'
		],
		limits: [
			'It knows two days of 2013 of one issuer; frauds of today look different. Do not decide on real cards with it.',
			'The principal components cannot be computed from raw transactions by anyone but the publisher.',
			'Time counts from the start of the data; the hour is that of the data’s clock, not necessarily local time.',
			'No protected attribute is in the data, so fairness between groups of people cannot be judged.'
		]
	}
};
