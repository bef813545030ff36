import type { PipelineStep } from '../../core/features/steps';
import type { Column } from '../../core/schema/schema';
import type { TrainingConfig } from '../config';
import { defaultGbdt } from '../gbdt/config';
import type { Protocol } from '../protocols/protocol';
import { combine, day, lessThan, previous, risk, since, time, unary, window } from './step-makers';

/** 1 April 2018, from which the data count their seconds. */
const firstDay = Date.UTC(2018, 3, 1) / 1000;

const columns: Column[] = [
	{
		name: 'TX_DATETIME',
		type: 'datetime',
		roles: ['feature', 'timestamp'],
		optional: true,
		aliases: ['transaction_datetime'],
		description: 'Date and time of the transaction; TX_TIME_SECONDS may stand for it.'
	},
	{
		name: 'TX_TIME_SECONDS',
		type: 'number',
		roles: ['feature', 'timestamp'],
		optional: true,
		unit: 's',
		aliases: [],
		description: 'Seconds since 1 April 2018, read where there is no date.'
	},
	{ name: 'CUSTOMER_ID', type: 'string', roles: ['feature', 'entity'], aliases: ['customer', 'card_id'], description: 'Whose card it is.' },
	{ name: 'TERMINAL_ID', type: 'string', roles: ['feature'], aliases: ['terminal', 'merchant_id'], description: 'Where it was used.' },
	{
		name: 'TX_AMOUNT',
		type: 'number',
		roles: ['feature', 'amount'],
		min: 0,
		aliases: ['transaction_amount'],
		description: 'Amount of the transaction.'
	},
	{ name: 'TRANSACTION_ID', type: 'string', roles: ['id'], optional: true, aliases: ['tx_id'], description: 'Identifies the transaction.' },
	{
		name: 'TX_FRAUD',
		type: 'number',
		roles: ['label'],
		min: 0,
		max: 1,
		aliases: ['is_fraud', 'fraud', 'label', 'class', 'true_class'],
		description: '1 for a fraud, 0 for a normal transaction.'
	}
];

const card = ['CUSTOMER_ID'];
const terminal = ['TERMINAL_ID'];
/** Rows of the same card or terminal that are usual, or unusual, as this one is. */
const likeOfCard = ['CUSTOMER_ID', '_unusual'];
const likeOfTerminal = ['TERMINAL_ID', '_unusual'];

/** The card's habits, made robust against its own frauds: an amount counts at most 2.5 times the card's mean so far. */
const cardSteps: PipelineStep[] = [
	unary('copy', 'TX_AMOUNT', 'TX_AMOUNT'),
	window('card_mean', card, null, 'mean', 'TX_AMOUNT'),
	window('card_std', card, null, 'std', 'TX_AMOUNT'),
	window('card_max', card, null, 'max', 'TX_AMOUNT'),
	combine('to_mean', 'divide', 'TX_AMOUNT', 'card_mean', 1),
	combine('to_max', 'divide', 'TX_AMOUNT', 'card_max', 1),
	combine('_cap', 'max', 'to_mean', 2.5),
	combine('_amount_25', 'multiply', 'TX_AMOUNT', 2.5),
	combine('_capped', 'divide', '_amount_25', '_cap'),
	window('_robust_mean', card, null, 'mean', '_capped'),
	window('_robust_std', card, null, 'std', '_capped'),
	combine('to_robust_mean', 'divide', 'TX_AMOUNT', '_robust_mean', 1),
	combine('_above_mean', 'subtract', 'TX_AMOUNT', '_robust_mean'),
	combine('robust_z', 'divide', '_above_mean', '_robust_std'),
	lessThan('_usual', 'to_robust_mean', 2.2),
	combine('_unusual', 'subtract', 1, '_usual'),
	...[1, 3, 7, 14].map((days) => window(`card_unusual_${days}d`, card, days * day, 'sum', '_unusual')),
	...[3, 14].map((days) => window(`card_highest_${days}d`, card, days * day, 'max', 'to_robust_mean')),
	window('card_ratio_7d', card, 7 * day, 'mean', 'to_robust_mean', { otherwise: 1 }),
	window('card_n_1d', card, day, 'count', null, { current: true }),
	window('card_n_7d', card, 7 * day, 'count', null, { current: true }),
	since('card_since', card, 1e6),
	previous('card_last_ratio', card, 'to_robust_mean', 1),
	risk('card_frauds_14d', card, 'frauds', 14),
	risk('card_like_frauds_14d', likeOfCard, 'frauds', 14)
];

/**
 * The terminal's known frauds: those of the last 21 known days mean that it is compromised, older ones that it was. Unusual amounts
 * there are stolen cards, which say nothing of the terminal, so frauds are counted among rows that are like this one too.
 */
const terminalSteps: PipelineStep[] = [
	...[3, 7, 14, 21, 30].map((days) => risk(`terminal_share_${days}d`, terminal, 'share', days)),
	...[7, 14, 21, 30].map((days) => risk(`terminal_frauds_${days}d`, terminal, 'frauds', days)),
	risk('_terminal_frauds_45d', terminal, 'frauds', 45),
	combine('terminal_old_frauds', 'subtract', '_terminal_frauds_45d', 'terminal_frauds_21d'),
	...[7, 14, 21].map((days) => risk(`terminal_like_share_${days}d`, likeOfTerminal, 'share', days)),
	...[7, 14, 21].map((days) => risk(`terminal_like_frauds_${days}d`, likeOfTerminal, 'frauds', days)),
	risk('terminal_like_frauds', likeOfTerminal, 'frauds', null),
	risk('_terminal_like_frauds_45d', likeOfTerminal, 'frauds', 45),
	combine('terminal_like_old_frauds', 'subtract', '_terminal_like_frauds_45d', 'terminal_like_frauds_21d'),
	...[7, 21].map((days) => risk(`terminal_known_${days}d`, terminal, 'rows', days)),
	window('terminal_n_7d', terminal, 7 * day, 'count'),
	window('terminal_unusual_7d', terminal, 7 * day, 'sum', '_unusual'),
	window('terminal_ratio_7d', terminal, 7 * day, 'mean', 'to_robust_mean', { otherwise: 1 })
];

/** The published test days; cards are known from the published training week, whatever a protocol learns from. */
function published(name: string, title: string, trainFrom: string): Protocol {
	return {
		name,
		title,
		split: {
			kind: 'time',
			trainFrom: { date: trainFrom },
			trainTo: { date: '2018-08-01' },
			delayDays: 7,
			testFrom: { date: '2018-08-08' },
			testTo: { date: '2018-08-15' }
		},
		removeKnown: { card: 'CUSTOMER_ID', since: { date: '2018-07-25' }, until: { date: '2018-08-01' } },
		removeDetected: true
	};
}

/** Transactions of the Fraud Detection Handbook's simulator. */
export const handbook: TrainingConfig = {
	name: 'handbook',
	title: 'Card payments at terminals (Fraud Detection Handbook)',
	version: '1.0.0',
	description:
		'Boosted trees, a network, logistic regression and an isolation forest on profiles of cards and terminals, for the simulated ' +
		'transactions of the Fraud Detection Handbook: date, customer, terminal, amount.',
	schema: { name: 'handbook', columns },
	pipeline: [
		combine('_from_seconds', 'add', 'TX_TIME_SECONDS', firstDay, firstDay),
		{ op: 'coalesce', from: ['TX_DATETIME', '_from_seconds'], to: time, otherwise: firstDay },
		...cardSteps,
		...terminalSteps
	],
	prior: null,
	time,
	cardColumn: 'CUSTOMER_ID',
	reviewCost: 5,
	leaveOut: null,
	protocols: [
		// Before mid-May the profiles of the last 45 days are not full.
		published('all-days', 'published test, learning from every day from 16 May to 31 July 2018', '2018-05-16'),
		published('published', 'published protocol: seven training days, seven days of delay, seven test days', '2018-07-25')
	],
	clip: 10,
	marginBounds: [-20, 20],
	members: [
		{
			id: 'gbdt',
			kind: 'gbdt',
			stopEarly: false,
			boosting: { ...defaultGbdt, rounds: 200, learningRate: 0.05, maxLeaves: 12, minRows: 60, l2: 5, featureShare: 0.5, rowShare: 0.8 }
		},
		{
			id: 'mlp',
			kind: 'mlp',
			hidden: [32, 16],
			dropout: 0.1,
			learningRate: 1e-3,
			batchRows: 512,
			maxEpochs: 15,
			patience: 4,
			l2: 1e-4,
			starts: 1,
			sampleNormals: 80_000
		},
		{ id: 'logistic', kind: 'logistic', l2: 10, sampleNormals: 100_000 },
		{ id: 'anomaly', kind: 'anomaly', trees: 100, sampleRows: 256 }
	],
	combiner: { folds: 4, l2: 1, sampleNormals: 120_000 },
	licence: 'Data: Fraud Detection Handbook, CC BY-SA 4.0. Model: MIT.',
	card: {
		data:
			'Simulated card payments of April to August 2018 from the book “Reproducible Machine Learning for Credit Card Fraud Detection” by ' +
			'Le Borgne, Siblini, Lebichot and Bontempi (2022). Nobody’s transactions.',
		intendedUse: ['Demonstrating and testing Shrike on raw transactions with compromised cards and terminals.', 'Comparing with the figures of the book.'],
		limits: [
			'The transactions are simulated by three rules: amounts above 220, terminals compromised for 28 days, cards whose amounts are multiplied. ' +
				'Do not decide on real cards with it.',
			'A terminal’s frauds are known only seven days later, so the first week of a compromised terminal cannot be seen.',
			'Without labels in a file the known frauds of cards and terminals stay at zero, and much of the quality with them.'
		]
	}
};
