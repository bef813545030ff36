import { limits } from '../core/embed/limits';
import { fieldName, numberColumn, textColumn, transaction, type Columns, type Transaction } from '../core/embed/wire';
import { fit } from './check-params';
import type { CheckedParams } from './handlers';
import { isPlain } from './read-request';
import { pathText, Refusal } from './refusal';
import { Slices } from './slices';

type Path = readonly (string | number)[];

/** Texts that zod is given at once. */
const textsPerCheck = 5_000;

/**
 * What `methods.score` makes of the same parameters, but for a field named `__proto__`, which zod leaves out in silence and
 * this refuses. In slices, because ten thousand transactions take zod longer than a page may stand still; and counted before
 * zod sees them, since it would walk four thousand million holes of an array that was cheap to send.
 * @param pause lets other work of the page through.
 * @throws Refusal `embed.bad-params` or `embed.too-large`; what `signal` was aborted with, after a pause.
 */
export async function checkScore(params: unknown, signal: AbortSignal, pause: () => Promise<void>): Promise<CheckedParams<'score'>> {
	const slices = new Slices(signal, pause);
	const [kind, another] = isPlain(params) ? Object.keys(params) : [];
	if (!isPlain(params) || another !== undefined) throw badParams([]);
	switch (kind) {
		case 'transaction':
			return { transaction: checkTransaction(params.transaction, [kind], slices) };
		case 'transactions':
			return { transactions: await checkTransactions(params.transactions, [kind], slices) };
		case 'columns':
			return { columns: await checkColumns(params.columns, [kind], slices) };
		default:
			throw badParams([]);
	}
}

function checkTransaction(value: unknown, path: Path, slices: Slices): Transaction {
	const fields = fieldsOf(value, path);
	for (const name of Object.keys(fields)) slices.count(fields[name], path, name);
	return fit(transaction, fields, path);
}

async function checkTransactions(value: unknown, path: Path, slices: Slices): Promise<Transaction[]> {
	if (!Array.isArray(value) || value.length === 0) throw badParams(path);
	refuseMoreThan(limits.transactions, value.length, path);
	const checked: Transaction[] = [];
	for (let i = 0; i < value.length; i++) {
		checked.push(checkTransaction(value[i], [...path, i], slices));
		if (slices.due) await slices.rest();
	}
	return checked;
}

async function checkColumns(value: unknown, path: Path, slices: Slices): Promise<Columns> {
	const checked: [string, Columns[string]][] = [];
	for (const [name, column] of Object.entries(fieldsOf(value, path))) {
		const at = [...path, name];
		fit(fieldName, name, at);
		const cells = Array.isArray(column) ? await checkTexts(column, at, slices) : fit(numberColumn, column, at);
		refuseMoreThan(limits.rows, cells.length, at);
		const rows = checked[0]?.[1].length ?? cells.length;
		if (cells.length === 0 || cells.length !== rows) throw badParams(at);
		checked.push([name, cells]);
	}
	if (checked.length === 0) throw badParams(path);
	return Object.fromEntries(checked);
}

async function checkTexts(column: readonly unknown[], path: Path, slices: Slices): Promise<string[]> {
	refuseMoreThan(limits.rows, column.length, path);
	const checked: string[] = [];
	for (let from = 0; from < column.length; from += textsPerCheck) {
		const part = column.slice(from, from + textsPerCheck);
		part.forEach((text, i) => slices.count(text, path, from + i));
		const texts = textColumn.safeParse(part);
		if (!texts.success) throw badParams([...path, from + Number(texts.error.issues[0]?.path[0])]);
		for (const text of texts.data) checked.push(text);
		if (slices.due) await slices.rest();
	}
	return checked;
}

function fieldsOf(value: unknown, path: Path): { readonly [name: string]: unknown } {
	if (!isPlain(value) || Object.hasOwn(value, '__proto__')) throw badParams(path);
	refuseMoreThan(limits.fields, Object.keys(value).length, path);
	return value;
}

function refuseMoreThan(most: number, given: number, path: Path): void {
	if (given > most) throw new Refusal('embed.too-large', { path: pathText(path), most });
}

function badParams(path: Path): Refusal {
	return new Refusal('embed.bad-params', { path: pathText(path) });
}
