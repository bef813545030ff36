import { ShrikeError } from '../../core/errors';
import { EnsembleBuilder } from '../../core/members/trees/builder';
import type { SourceNode } from '../../core/members/trees/builder';
import type { TreeEnsemble } from '../../core/members/trees/ensemble';
import { shuffle } from '../../core/random/random';
import type { Random } from '../../core/random/random';
import type { AnomalyConfig } from '../config';
import type { TrainingRows } from '../fit-mlp';
import { averagePathLength } from './path-length';
import { weightedDraw } from './weighted-draw';

/** As in the paper: no gain was found beyond. */
export const defaultForest: AnomalyConfig = { kind: 'anomaly', trees: 100, sampleRows: 256 };

/**
 * Isolation forest (Liu, Ting & Zhou, "Isolation Forest", ICDM 2008) over the normal rows: each tree splits a sample of
 * them at random features and thresholds until rows stand alone or the depth is ⌈log2 ψ⌉. Leaves hold
 * `-(path length) / (trees · c(ψ))`, so that the margin is minus the mean path length in units of c(ψ) and
 * `core/members/anomaly-score` gives the paper's score. XGBoost's rules: float32, `x < threshold` goes left; what is missing
 * goes right. Weights count by how often a row is drawn; the same numbers in give the same forest out.
 *
 * @param rows frauds are passed over; features may be on any scale, since thresholds are drawn within their ranges
 * @throws `data.one-class` when there are fewer than two normals
 */
export function fitIsolationForest(
	{ trees, sampleRows }: Pick<AnomalyConfig, 'trees' | 'sampleRows'>,
	{ rows, features, labels, weights }: TrainingRows,
	random: Random,
	onTree: (tree: number) => void = () => undefined
): TreeEnsemble {
	const normals = Uint32Array.from({ length: rows }, (_, row) => row).filter((row) => labels[row] !== 1 && weights[row] > 0);
	if (normals.length < 2) {
		throw new ShrikeError('data.one-class', 'An isolation forest learns what is normal, but there are no normal rows. Choose data with both frauds and normals.');
	}
	const width = features.length / rows;
	const psi = Math.min(sampleRows, normals.length);
	const draw = weightedDraw(Float64Array.from(normals, (row) => weights[row]));
	const scale = -1 / (trees * averagePathLength(psi));
	const sample = new Uint32Array(psi);
	const builder = new EnsembleBuilder('xgboost', width);
	for (let tree = 1; tree <= trees; tree++) {
		draw(sample, random);
		const nodes = growTree(sample.map((i) => normals[i]), features, width, random, scale);
		builder.tree(0, nodes.length, (node) => nodes[node]);
		onTree(tree);
	}
	return builder.finish(0);
}

function growTree(sample: Uint32Array, features: Float32Array, width: number, random: Random, scale: number): SourceNode[] {
	const limit = 32 - Math.clz32(Math.max(2, sample.length) - 1);
	const candidates = Int32Array.from({ length: width }, (_, feature) => feature);
	const nodes: SourceNode[] = [];
	const grow = (rows: Uint32Array, depth: number): number => {
		const at = nodes.push({ kind: 'leaf', value: scale * (depth + averagePathLength(rows.length)) }) - 1;
		const split = depth < limit && rows.length > 1 ? drawSplit(rows, features, width, candidates, random) : null;
		if (!split) return at;
		const goesLeft = (row: number) => features[row * width + split.feature] < split.threshold;
		const left = grow(rows.filter(goesLeft), depth + 1);
		const right = grow(rows.filter((row) => !goesLeft(row)), depth + 1);
		nodes[at] = { kind: 'split', ...split, flags: 0, left, right };
		return at;
	};
	grow(sample, 0);
	return nodes;
}

/** A random feature that is not constant in these rows, and a threshold within its range; null where all are constant. */
function drawSplit(
	rows: Uint32Array,
	features: Float32Array,
	width: number,
	candidates: Int32Array,
	random: Random
): { readonly feature: number; readonly threshold: number } | null {
	for (const feature of shuffle(candidates, random)) {
		let [least, most] = [Infinity, -Infinity];
		for (const row of rows) {
			const value = features[row * width + feature];
			// NaN fails both comparisons and so leaves the range alone.
			if (value < least) least = value;
			if (value > most) most = value;
		}
		if (!(least < most)) continue;
		const threshold = Math.fround(least + random.next() * (most - least));
		// The least value has to go left and the greatest right, whatever the rounding.
		return { feature, threshold: threshold > least ? Math.min(threshold, most) : most };
	}
	return null;
}
