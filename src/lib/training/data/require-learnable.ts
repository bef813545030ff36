import { ShrikeError } from '../../core/errors';
import { maskLongNumbers } from '../../core/privacy/card-number';
import { featureColumns } from '../../core/schema/schema';
import type { Schema } from '../../core/schema/schema';
import { fraudCount } from '../dataset';
import type { Dataset } from '../dataset';

/** Frauds below which splits and figures mean nothing. */
const fewestFrauds = 10;

/** Throws `data.one-class` or `data.too-few-frauds` for data that cannot be learned from. */
export function requireLearnable(data: Pick<Dataset, 'rows' | 'labels'>): void {
	const frauds = fraudCount(data);
	if (data.rows === 0 || frauds === 0 || frauds === data.rows) {
		throw new ShrikeError(
			'data.one-class',
			`The data has ${data.rows} usable rows, of which ${frauds} are frauds. Training needs frauds and normal transactions: give data with both.`,
			{ rows: data.rows, frauds }
		);
	}
	if (frauds < fewestFrauds) {
		throw new ShrikeError(
			'data.too-few-frauds',
			`The data has ${frauds} distinct frauds; training needs at least ${fewestFrauds}. Give more data, several --data files if need be.`,
			{ frauds, needed: fewestFrauds }
		);
	}
}

/**
 * Throws `data.missing-column` for a column without any value and `data.constant-column` for one with a single value, which
 * usually is a column that an export filled in. An optional column may be missing as a whole.
 */
export function requireVaried({ raw, rows, dictionaries }: Dataset, schema: Schema): void {
	featureColumns(schema).forEach(({ name, optional }, index) => {
		const column = raw[index];
		const values = dictionaries?.[index];
		const isMissing = (value: number) => (values ? values.texts[value] === '' : Number.isNaN(value));
		if (column.every(isMissing)) {
			if (optional) return;
			throw new ShrikeError(
				'data.missing-column',
				`The column ${name} has no value in any of the ${rows} rows. Export it with its values, or train a pack that does not need it.`,
				{ column: name }
			);
		}
		const [first] = column;
		if (column.some((value) => value !== first)) return;
		const shown = maskLongNumbers(values ? `“${values.texts[first]}”` : String(first));
		throw new ShrikeError(
			'data.constant-column',
			`The column ${name} is ${shown} in all ${rows} rows, so nothing can be learned from it and a model would be wrong where it differs. ` +
				'Export it with its real values.',
			{ column: name }
		);
	});
}
