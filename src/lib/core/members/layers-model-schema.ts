import { z } from '../zod';

/** What we read of a TF.js layers `model.json`; exporters add much more, which is ignored. */
const layer = z.looseObject({
	class_name: z.string(),
	config: z.looseObject({ name: z.string().optional() }),
	name: z.string().optional(),
	inbound_nodes: z.array(z.unknown()).optional()
});
export type LayerJson = z.infer<typeof layer>;

const layers = z.array(layer).min(1);
const body = z.looseObject({
	class_name: z.string(),
	config: z.union([layers, z.looseObject({ layers })])
});

const weight = z.looseObject({
	name: z.string(),
	shape: z.array(z.number().int().nonnegative()),
	dtype: z.string(),
	quantization: z.unknown().optional()
});
export type WeightJson = z.infer<typeof weight>;

export const layersModel = z.looseObject({
	format: z.string().nullish(),
	/** Keras wraps the model once more than TF.js does. */
	modelTopology: z.union([z.looseObject({ model_config: body }), body]),
	weightsManifest: z.array(z.looseObject({ paths: z.array(z.string()), weights: z.array(weight) })).min(1)
});

/** The part common to all exporters: class, layers in file order, weights in the order of their bytes. */
export interface Topology {
	readonly className: string;
	readonly layers: readonly LayerJson[];
	readonly weights: readonly WeightJson[];
}

export function topologyOf(model: z.infer<typeof layersModel>): Topology {
	const { modelTopology: topology } = model;
	const { class_name: className, config } = body.parse('model_config' in topology ? topology.model_config : topology);
	return {
		className,
		layers: Array.isArray(config) ? config : config.layers,
		weights: model.weightsManifest.flatMap((group) => group.weights)
	};
}

/** Names of a model's weight files, in the order in which their bytes are to be joined. */
export function weightPaths(model: Pick<z.infer<typeof layersModel>, 'weightsManifest'>): string[] {
	return model.weightsManifest.flatMap((group) => group.paths);
}

export const batchNormalization = z.looseObject({ epsilon: z.number().default(1e-3) });
