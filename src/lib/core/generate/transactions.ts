import { ShrikeError } from '../errors';
import { seededRandom } from '../random/random';
import { TextDictionary } from '../features/text-dictionary';
import { columnWithRole, featureColumns } from '../schema/schema';
import type { Column, Schema } from '../schema/schema';
import type { Reference } from '../sketch/reference';
import { clockColumn, toldTime } from './clock-columns';
import { EventClock } from './event-clock';
import { inverseCdf } from './inverse-cdf';
import { nextOrderStatistic } from './order-statistic';
import { drawTexts } from './texts';

export interface GenerateOptions {
	/** Number of transactions, at least 1. */
	readonly rows: number;
	/** Integer in [0, 2³²). */
	readonly seed: number;
	/** Share of frauds in [0, 1]; exactly `round(rows × fraudShare)` rows are frauds. */
	readonly fraudShare: number;
}

export interface GeneratedBlock {
	readonly rows: number;
	/** One array of `rows` values a raw feature column, in schema order; texts as codes. NaN where the reference has no column. */
	readonly raw: readonly Float64Array[];
	/** Texts of every raw column, null where it is none; the same for all blocks, and append-only. */
	readonly dictionaries: readonly (TextDictionary | null)[];
	/** 1 for a fraud. */
	readonly labels: Uint8Array;
}

const blockRows = 4096;
/** Values carry as many decimals as the usual tools write of a principal component: all that a double has. */
const decimals = 1e16;

/**
 * Invents transactions like those a pack was trained on, block by block: every column is drawn by itself from the
 * reference's quantiles of the row's class; times ascend in whole seconds (all columns with that role tell the same time),
 * dates at hours that are usual for the class, and amounts are whole cents. Of texts that name somebody new ones are invented.
 * Columns are independent given the class, so the rows are plausible one value at a time but carry no real transaction.
 *
 * Throws `pack.invalid` when the reference lacks a column or the quantiles of a class that is asked for.
 */
export function* generateBlocks(reference: Reference, schema: Schema, options: GenerateOptions): Generator<GeneratedBlock> {
	const { rows, fraudShare } = options;
	const random = seededRandom(options.seed);
	const dictionaries = featureColumns(schema).map(({ type }) => (type === 'string' ? new TextDictionary() : null));
	let frauds = Math.round(rows * fraudShare);
	const draws = columnDraws(reference, schema, dictionaries, frauds, rows);
	const dates = clockColumn(reference, schema);
	const clock = dates && new EventClock(dates, [rows - frauds, frauds], random);
	const told = featureColumns(schema).map((column) => dates && toldTime(reference, column, dates));
	let progress = 0;
	for (let done = 0; done < rows; ) {
		const size = Math.min(blockRows, rows - done);
		const raw = draws.map(() => new Float64Array(size));
		const labels = new Uint8Array(size);
		for (let row = 0; row < size; row++, done++) {
			const event = clock?.next();
			// Selection sampling (Knuth, TAOCP 2, 3.4.2 S): exactly as many frauds as wanted, anywhere in the file.
			const label = event?.label ?? (random.next() * (rows - done) < frauds ? 1 : 0);
			frauds -= label;
			labels[row] = label;
			if (!event) progress = nextOrderStatistic(progress, rows - done, random);
			for (let c = 0; c < draws.length; c++) {
				const { kind, byClass } = draws[c];
				const time = told[c];
				if (event && time) {
					raw[c][row] = time(event.time);
					continue;
				}
				const value = byClass[label](kind === 'time' ? progress : random.next());
				raw[c][row] = kind === 'time' || kind === 'date' ? Math.floor(value) : kind === 'text' ? value : rounded(value, kind === 'amount' ? 100 : decimals);
			}
		}
		yield { rows: size, raw, dictionaries, labels };
	}
}

/** All rows of {@link generateBlocks} at once. */
export function generateTransactions(reference: Reference, schema: Schema, options: GenerateOptions): GeneratedBlock {
	const raw = featureColumns(schema).map(() => new Float64Array(options.rows));
	const labels = new Uint8Array(options.rows);
	let dictionaries: GeneratedBlock['dictionaries'] = raw.map(() => null);
	let at = 0;
	for (const block of generateBlocks(reference, schema, options)) {
		block.raw.forEach((values, column) => raw[column].set(values, at));
		labels.set(block.labels, at);
		at += block.rows;
		({ dictionaries } = block);
	}
	return { rows: options.rows, raw, dictionaries, labels };
}

interface ColumnDraw {
	readonly kind: 'time' | 'date' | 'amount' | 'value' | 'text';
	readonly byClass: readonly [(u: number) => number, (u: number) => number];
}

function columnDraws(
	reference: Reference,
	schema: Schema,
	dictionaries: readonly (TextDictionary | null)[],
	frauds: number,
	rows: number
): ColumnDraw[] {
	return featureColumns(schema).map((column, c) => {
		const dictionary = dictionaries[c];
		if (!dictionary) return numberDraw(reference, column, frauds, rows, columnWithRole(schema, 'amount') === column);
		const texts = reference.texts?.find(({ name }) => name === column.name);
		if (!texts && !column.optional) throw lacks(`the column “${column.name}”`);
		const draw = drawTexts(texts ?? null, dictionary, rows, column.sensitive !== undefined);
		return { kind: 'text', byClass: draw };
	});
}

function numberDraw(reference: Reference, { name, roles, optional }: Column, frauds: number, rows: number, isAmount: boolean): ColumnDraw {
	const column = reference.raw.find((candidate) => candidate.name === name);
	if (!column) {
		if (!optional) throw lacks(`the column “${name}”`);
		const missing = () => NaN;
		return { kind: 'value', byClass: [missing, missing] };
	}
	// Time is drawn from all transactions, so that it ascends whatever the class.
	if (roles.includes('timestamp')) {
		const all = inverseCdf(column.quantiles);
		return { kind: column.hours ? 'date' : 'time', byClass: [all, all] };
	}
	const { normal, fraud } = column.byClass;
	if ((frauds > 0 && !fraud) || (frauds < rows && !normal)) throw lacks(`a class of the column “${name}”`);
	const drawNormal = inverseCdf(normal ?? column.quantiles);
	const drawFraud = inverseCdf(fraud ?? column.quantiles);
	return { kind: isAmount ? 'amount' : 'value', byClass: [drawNormal, drawFraud] };
}

function rounded(value: number, parts: number): number {
	return Math.round(value * parts) / parts;
}

function lacks(what: string): ShrikeError {
	return new ShrikeError(
		'pack.invalid',
		`The pack's reference lacks ${what}, so no transactions can be generated from it. Use a pack made by “shrike train”.`
	);
}
