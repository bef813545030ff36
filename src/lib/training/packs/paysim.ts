import type { PipelineStep } from '../../core/features/steps';
import type { Column } from '../../core/schema/schema';
import type { TrainingConfig } from '../config';
import { defaultGbdt } from '../gbdt/config';
import { combine, hour, lessThan, time, unary, window } from './step-makers';

const types = ['CASH_IN', 'CASH_OUT', 'DEBIT', 'PAYMENT', 'TRANSFER'];

const movement: Column[] = [
	{ name: 'step', type: 'number', roles: ['feature', 'timestamp'], unit: 'h', min: 0, aliases: [], description: 'Hours since the simulation began.' },
	{ name: 'type', type: 'string', roles: ['feature'], aliases: ['transaction_type'], description: types.join(', ') },
	{ name: 'amount', type: 'number', roles: ['feature', 'amount'], min: 0, aliases: ['transaction_amount'], description: 'Amount that is moved.' },
	{ name: 'nameOrig', type: 'string', roles: ['feature', 'entity'], aliases: ['name_orig'], description: 'Account that pays.' },
	{ name: 'nameDest', type: 'string', roles: ['feature', 'entity'], aliases: ['name_dest'], description: 'Account that is paid.' }
];

const balance = (name: string, alias: string, description: string): Column => ({
	name,
	type: 'number',
	roles: ['feature'],
	aliases: [alias],
	description
});

const balances: Column[] = [
	balance('oldbalanceOrg', 'oldbalance_org', 'Balance of the paying account before.'),
	balance('newbalanceOrig', 'newbalance_orig', 'Balance of the paying account after.'),
	balance('oldbalanceDest', 'oldbalance_dest', 'Balance of the paid account before.'),
	balance('newbalanceDest', 'newbalance_dest', 'Balance of the paid account after.')
];

const label: Column = {
	name: 'isFraud',
	type: 'number',
	roles: ['label'],
	min: 0,
	max: 1,
	aliases: ['is_fraud', 'fraud', 'label', 'class', 'true_class'],
	description: '1 for a fraud, 0 for a normal transaction.'
};

const common: PipelineStep[] = [
	combine(time, 'multiply', 'step', hour),
	...types.map((type): PipelineStep => ({ op: 'one-of', from: 'type', to: `is_${type}`, values: [type], not: false })),
	{ op: 'one-of', from: 'type', to: 'is_unknown', values: types, not: true },
	unary('log1p', 'log_amount', 'amount')
];

/** All frauds of the simulator empty the account they pay from. */
const balanceSteps: PipelineStep[] = [
	combine('left', 'subtract', 'oldbalanceOrg', 'amount'),
	unary('abs', '_left_abs', 'left'),
	lessThan('emptied', '_left_abs', 0.005),
	combine('amount_to_balance', 'divide', 'amount', 'oldbalanceOrg'),
	combine('payer_error', 'subtract', 'left', 'newbalanceOrig'),
	combine('_payee_sum', 'add', 'oldbalanceDest', 'amount'),
	combine('payee_error', 'subtract', '_payee_sum', 'newbalanceDest')
];

/** Accounts whose names begin with CC are those that frauds go to and come from; at first sight only the fraud has been there. */
const nameSteps: PipelineStep[] = [
	{ op: 'starts-with', from: 'nameDest', to: 'pays_cc', prefix: 'CC' },
	{ op: 'starts-with', from: 'nameOrig', to: 'paid_by_cc', prefix: 'CC' },
	window('_payee_seen', ['nameDest'], null, 'count'),
	lessThan('_payee_new', '_payee_seen', 1),
	combine('pays_new_cc', 'multiply', 'pays_cc', '_payee_new')
];

const base: Omit<TrainingConfig, 'name' | 'title' | 'description' | 'schema' | 'pipeline' | 'card'> = {
	version: '1.0.0',
	prior: null,
	// The sample has all frauds and three in ten of the destinations.
	normalWeight: 3.33,
	time,
	cardColumn: 'nameOrig',
	reviewCost: 5,
	leaveOut: null,
	protocols: [
		{
			name: 'time',
			title: 'the last fifth of the frauds by time, labels known after seven days',
			split: { kind: 'time', trainFrom: null, trainTo: null, delayDays: 7, testFrom: { fraudShare: 0.8 }, testTo: null },
			removeKnown: null,
			removeDetected: false
		}
	],
	clip: 10,
	marginBounds: [-20, 20],
	members: [
		{
			id: 'gbdt',
			kind: 'gbdt',
			stopEarly: false,
			boosting: { ...defaultGbdt, rounds: 60, learningRate: 0.1, maxLeaves: 4, minRows: 50, l2: 10 }
		},
		{
			id: 'mlp',
			kind: 'mlp',
			hidden: [16, 8],
			dropout: 0,
			learningRate: 2e-3,
			batchRows: 512,
			maxEpochs: 10,
			patience: 3,
			l2: 1e-5,
			starts: 1,
			sampleNormals: 60_000
		},
		{ id: 'logistic', kind: 'logistic', l2: 1, sampleNormals: 100_000 },
		{ id: 'anomaly', kind: 'anomaly', trees: 100, sampleRows: 256 }
	],
	combiner: { folds: 4, l2: 1, sampleNormals: 100_000 },
	licence: 'Data: made with the PaySim 2 generator (GPL 3.0). Model: MIT.'
};

const data =
	'Simulated mobile-money transactions, made with the PaySim 2 generator and with the columns of Kaggle’s PaySim file: all frauds and a sample ' +
	'of the normal transactions. Nobody’s transactions.';
const leaky = 'The simulator gives its frauds away, so figures near 1 are a test of plumbing and no evidence of quality. Do not decide on real accounts with it.';

/** PaySim with the balances of both accounts. */
export const paysim: TrainingConfig = {
	...base,
	name: 'paysim',
	title: 'Mobile money (PaySim)',
	description: 'Boosted trees, a network, logistic regression and an isolation forest on amounts and balances, for transactions of the PaySim generator.',
	schema: { name: 'paysim', columns: [...movement, ...balances, label] },
	pipeline: [...common, ...balanceSteps],
	card: {
		data,
		intendedUse: ['Demonstrating and testing Shrike on transactions between accounts.'],
		limits: [leaky, 'Nearly all it knows is that the whole balance is moved, which every simulated fraud does.']
	}
};

/** The same without the balances, which most of the signal sits in. */
export const paysimNoBalances: TrainingConfig = {
	...base,
	name: 'paysim-no-balances',
	title: 'Mobile money (PaySim) without balances',
	description:
		'Boosted trees, a network, logistic regression and an isolation forest on type, amount and who is paid for the first time, for transactions ' +
		'of the PaySim generator whose balances are not to be had.',
	schema: { name: 'paysim-no-balances', columns: [...movement, label] },
	pipeline: [...common, ...nameSteps],
	card: {
		data,
		intendedUse: ['Demonstrating and testing Shrike on transactions between accounts, without balances.'],
		limits: [
			leaky,
			'It lives on account names that begin with CC, which PaySim 2 gives to fraudsters only; Kaggle’s original file has no such names.',
			'An account that was paid before looks new when the profiles start empty: give the state of earlier transactions.'
		]
	}
};
