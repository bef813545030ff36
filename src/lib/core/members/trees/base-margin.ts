import type { TreeEnsemble } from './ensemble';

/**
 * The same ensemble with a base margin of 0: the first tree's leaves take it up, as in LightGBM's own files. Margins keep
 * every bit, since a sum begins with the base margin and the first tree's leaf.
 */
export function withoutBaseMargin(ensemble: TreeEnsemble): TreeEnsemble {
	const { baseMargin, roots, feature, rules } = ensemble;
	if (baseMargin === 0) return ensemble;
	if (roots.length === 0) {
		const one = (value: number) => Int32Array.of(value);
		const leaf = { feature: one(-1), left: one(-1), right: one(-1), flags: Uint8Array.of(0), value: Float64Array.of(baseMargin) };
		return { ...ensemble, baseMargin: 0, roots: one(0), ...leaf };
	}
	const value = ensemble.value.slice();
	const end = roots.length > 1 ? roots[1] : value.length;
	for (let node = 0; node < end; node++) {
		if (feature[node] >= 0) continue;
		const sum = baseMargin + value[node];
		value[node] = rules === 'xgboost' ? Math.fround(sum) : sum;
	}
	return { ...ensemble, baseMargin: 0, value };
}
