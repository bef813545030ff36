import { bootstrap, defaultK, figuresOf } from '../../src/lib/training/evaluate';
import { decimal, greatestSeed, integer, required } from '../cli/arguments';
import type { CommandIo } from '../cli/command';
import { fileSource } from '../cli/node-source';
import { readScored } from './read-scored';

/** Options of `evaluate --scored` as they were given. */
export interface ScoredOptions {
	readonly scored: string;
	readonly label?: string;
	readonly score: string;
	readonly card?: string;
	readonly time?: string;
	readonly amount?: string;
	readonly threshold?: string;
	readonly k?: string;
	readonly 'normal-weight'?: string;
	readonly 'remove-detected'?: boolean;
	readonly 'review-cost'?: string;
}

const mostWeight = 1e9;

/** Figures of a file that anything has scored, as a plain object. */
export async function judgeScored(options: ScoredOptions, io: CommandIo) {
	const { scored, card, time, amount } = options;
	const label = required(options.label, '--label COLUMN');
	const number = (name: 'normal-weight' | 'review-cost', otherwise: string) => decimal(options[name] ?? otherwise, `--${name}`, 0, mostWeight);
	const normalWeight = number('normal-weight', '1');
	const reviewCost = number('review-cost', '0');
	const threshold = options.threshold === undefined ? null : decimal(options.threshold, '--threshold', 0, 1);
	const k = options.k === undefined ? defaultK : integer(options.k, '--k', 1, greatestSeed);
	const removeDetected = options['remove-detected'] ?? false;
	const source = scored === '-' ? io.stdin() : await fileSource(scored);
	const columns = { label, score: options.score, ...(card === undefined ? {} : { card }), ...(time === undefined ? {} : { time }), ...(amount === undefined ? {} : { amount }) };
	const rows = await readScored(source, columns, io.signal);
	const figures = figuresOf({ ...rows, normalWeight }, { threshold, k, removeDetected, reviewCost }, (value) => value);
	const frauds = rows.labels.reduce((sum, one) => sum + one, 0);
	return { rows: rows.labels.length, frauds, unscored: rows.unscored, normalWeight, threshold, k, removeDetected, reviewCost, bootstrap, figures };
}
