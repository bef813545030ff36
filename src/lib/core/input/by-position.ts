import { failedFields, wrongCount } from './failure';
import { decimalMark, readClass, readNumber } from './number';
import { isBlank, readText } from './text';
import type { Cell, InputNames, SingleParse, SingleValues } from './types';

/**
 * Values in order, told apart by their count: raw, standardised, and either with the true class at the end. Where packs
 * make two of the counts equal, the one named first wins.
 */
export function byPosition(cells: readonly Cell[], names: InputNames): SingleParse {
	const { rawNames, featureNames, labelName } = names;
	const layouts = [
		{ kind: 'raw', columns: rawNames, labelled: false },
		{ kind: 'standardised', columns: featureNames, labelled: false },
		{ kind: 'raw', columns: rawNames, labelled: true },
		{ kind: 'standardised', columns: featureNames, labelled: true }
	] as const;
	const layout = layouts.find(
		({ columns, labelled }) =>
			(!labelled || labelName !== undefined) && cells.length === columns.length + (labelled ? 1 : 0)
	);
	if (!layout) return wrongCount(cells.length, names);
	const classCell = layout.labelled ? (cells.at(-1) ?? null) : null;
	return readValues(layout.kind, layout.columns, cells, classCell, names, (i) => `(value ${i + 1}) `);
}

/** Reads `columns` from the first cells and the class from its own; every problem is collected before any is told. */
export function readValues(
	kind: SingleValues['kind'],
	columns: readonly string[],
	cells: readonly Cell[],
	classCell: Cell,
	{ labelName = 'The true class', kinds = {}, optional = [] }: InputNames,
	/** Says where the value stands, when that helps to find it. */
	place: (index: number) => string = () => ''
): SingleParse {
	const problems = new Map<string, string>();
	const isText = (name: string) => kind === 'raw' && Object.hasOwn(kinds, name);
	const decimal = decimalMark(cells.filter((_, i) => i >= columns.length || !isText(columns[i])));
	const values = new Map<string, number | string>();
	columns.forEach((name, i) => {
		const cell = cells[i] ?? null;
		if (kind === 'raw' && optional.includes(name) && isBlank(cell)) return;
		const reading = isText(name) ? readText(cell) : readNumber(cell, decimal);
		if ('value' in reading) values.set(name, reading.value);
		else problems.set(name, `${place(i)}${reading.problem}`);
	});
	const trueClass = readClass(classCell);
	if (trueClass === undefined) problems.set(labelName, 'must be 0 or 1, or be left out.');
	if (trueClass === undefined || problems.size > 0) return failedFields(problems);
	if (kind === 'raw') return { ok: true, input: { kind, values: Object.fromEntries(values) }, trueClass };
	return { ok: true, input: { kind, values: [...values.values()].map(Number) }, trueClass };
}
