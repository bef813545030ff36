import type { Pack } from '../../core/pack/load';

/** The median of each feature as members take it, in pipeline order; undefined for a pack without reference. */
export function typicalFeatures({ reference, pipeline, manifest: { scaler } }: Pick<Pack, 'reference' | 'pipeline' | 'manifest'>): Float64Array | undefined {
	if (!reference) return undefined;
	return Float64Array.from(pipeline.featureNames, (name, f) => {
		const quantiles = reference.features.find((column) => column.name === name)?.quantiles;
		const middle = quantiles?.probabilities.findIndex((probability) => probability >= 0.5) ?? -1;
		return quantiles && middle >= 0 ? (quantiles.values[middle] - scaler.mean[f]) / scaler.scale[f] : NaN;
	});
}
