import { scoreOfMargin } from '../core/pack/score';
import type { Random } from '../core/random/random';
import { featureColumns } from '../core/schema/schema';
import type { Column, Schema } from '../core/schema/schema';
import { buildReference } from '../core/sketch/build-reference';
import type { Reference } from '../core/sketch/reference';
import type { Dataset } from './dataset';
import type { FittedSplit } from './fit-split';
import { drawRows } from './gbdt/sample';

/** Training rows that distributions are made of at most: their quantiles are then good to a tenth of a per cent. */
const mostRows = 250_000;

/** What a pack's inputs and answers looked like; answers are those of rows that the model had not seen. */
export function referenceOf(schema: Schema, data: Dataset, trainRows: Uint32Array, fitted: FittedSplit, random: Random): Reference {
	const { train, trainFeatures, unseen } = fitted;
	const places = sampled(trainRows.length, random);
	const columns = featureColumns(schema).map((column, c) => ({
		column,
		dictionary: data.dictionaries?.[c] ?? null,
		values: Float64Array.from(places, (place) => data.raw[c][trainRows[place]])
	}));
	const numbers = columns.filter(({ dictionary, values }) => !dictionary && !values.every(Number.isNaN));
	const texts = columns.flatMap(({ column, dictionary, values }) =>
		dictionary ? [{ name: column.name, dictionary, codes: values, isName: isName(column) }] : []
	);
	return buildReference({
		rawNames: numbers.map(({ column }) => column.name),
		raw: numbers.map(({ values }) => values),
		texts,
		dates: numbers.flatMap(({ column: { name, type } }) => (type === 'datetime' ? [name] : [])),
		featureNames: fitted.compiled.featureNames,
		features: trainFeatures.map((values) => Float64Array.from(places, (place) => values[place])),
		labels: Uint8Array.from(places, (place) => train.labels[place]),
		weights: Float64Array.from(places, (place) => train.weights[place]),
		scores: unseen.margins.map((margin) => scoreOfMargin(margin, fitted)),
		margins: unseen.margins,
		scoreWeights: unseen.weights
	});
}

/** Whether a column names a card or an account, whose texts must not leave in a pack however few they are. */
function isName(column: Column): boolean {
	return column.sensitive !== undefined || column.roles.includes('entity') || column.roles.includes('id');
}

function sampled(rows: number, random: Random): Uint32Array {
	if (rows <= mostRows) return Uint32Array.from({ length: rows }, (_, row) => row);
	const drawn = new Uint32Array(mostRows);
	drawRows(rows, mostRows, random, drawn);
	return drawn.sort();
}
