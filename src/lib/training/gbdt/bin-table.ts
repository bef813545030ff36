import type { TrainingRows } from '../fit-mlp';
import { binEdges } from './bin-edges';

/** Features of some rows as bin numbers. */
export interface BinTable {
	readonly rows: number;
	readonly width: number;
	/** A feature's thresholds, see `binEdges`. */
	readonly edges: readonly Float32Array[];
	/** `[width + 1]`: where each feature's bins begin in a histogram. The last bin of a feature is that of missing values. */
	readonly offsets: Int32Array;
	/** `[width × rows]`, feature by feature. */
	readonly bins: Uint8Array;
}

/** Cuts every feature into at most `maxBins` (up to 255) bins and one for missing values. RangeError for infinite values. */
export function makeBinTable(data: TrainingRows, maxBins: number): BinTable {
	const width = data.features.length / data.rows;
	const column = new Float32Array(data.rows);
	const edges = Array.from({ length: width }, (_, feature) => {
		for (let row = 0; row < data.rows; row++) {
			const value = data.features[row * width + feature];
			if (value === Infinity || value === -Infinity) throw new RangeError(`Feature ${feature} of row ${row} is infinite.`);
			column[row] = value;
		}
		return binEdges(column, data.weights, maxBins);
	});
	return encode(data, edges);
}

/** Other rows in the bins of `table`. */
export function binLike(table: BinTable, data: TrainingRows): BinTable {
	if (data.features.length !== data.rows * table.width) throw new RangeError(`Rows need ${table.width} features each.`);
	return encode(data, table.edges);
}

function encode({ rows, features }: TrainingRows, edges: readonly Float32Array[]): BinTable {
	const width = edges.length;
	const offsets = new Int32Array(width + 1);
	const bins = new Uint8Array(width * rows);
	for (let feature = 0; feature < width; feature++) {
		const thresholds = edges[feature];
		offsets[feature + 1] = offsets[feature] + thresholds.length + 2;
		for (let row = 0, at = feature; row < rows; row++, at += width) {
			bins[feature * rows + row] = binOf(thresholds, features[at]);
		}
	}
	return { rows, width, edges, offsets, bins };
}

function binOf(thresholds: Float32Array, x: number): number {
	if (Number.isNaN(x)) return thresholds.length + 1;
	let low = 0;
	let high = thresholds.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (thresholds[middle] <= x) low = middle + 1;
		else high = middle;
	}
	return low;
}
