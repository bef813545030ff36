import { z } from '../zod';
import { ShrikeError } from '../errors';
import { activations } from './activation';
import type { Activation } from './activation';
import { ChainBuilder } from './chain-builder';
import { layerChain, layerName } from './layer-chain';
import { batchNormalization, layersModel, topologyOf } from './layers-model-schema';
import type { LayerJson } from './layers-model-schema';
import type { DenseNetwork } from './network';
import { unsupported } from './unsupported';
import { WeightReader } from './weight-reader';

/**
 * Reads a TF.js layers model (Sequential, or functional if it is one chain; Keras 2 and 3 exports).
 *
 * Dense layers are taken as they are, dropout is dropped, batch normalisation is folded into its neighbours, and the final
 * sigmoid or two-class softmax is stripped, so that the network's output is the fraud logit.
 *
 * @param model parsed `model.json`
 * @param weights all weight files, joined in the order of the weights manifest
 * @throws `pack.invalid` when model and weights do not fit, `pack.unsupported-model` naming what cannot be run
 */
export function parseLayersModel(model: unknown, weights: Uint8Array): DenseNetwork {
	const format = z.looseObject({ format: z.string() }).safeParse(model);
	if (format.success && format.data.format !== 'layers-model') {
		throw unsupported(`it is a TF.js “${format.data.format}”; convert it as a layers model (tfjs_layers_model)`);
	}
	const parsed = layersModel.safeParse(model);
	if (!parsed.success) {
		throw new ShrikeError(
			'pack.invalid',
			`This is no TF.js layers model: ${z.prettifyError(parsed.error)}. Choose the model.json that TF.js or its converter wrote.`
		);
	}
	const topology = topologyOf(parsed.data);
	const reader = new WeightReader(topology.weights, weights);
	const chain = new ChainBuilder();
	for (const layer of layerChain(topology)) addLayer(chain, layer, reader);
	return chain.finish();
}

function addLayer(chain: ChainBuilder, layer: LayerJson, weights: WeightReader): void {
	const name = layerName(layer);
	switch (layer.class_name) {
		case 'InputLayer':
		case 'Dropout':
		case 'GaussianNoise':
		case 'GaussianDropout':
		case 'AlphaDropout':
			return;
		case 'Activation':
			return chain.activation(activationOf(layer), name);
		case 'ReLU':
			return chain.activation(reluOf(layer), name);
		case 'Softmax':
			return chain.activation('softmax', name);
		case 'BatchNormalization':
			return addBatchNormalization(chain, layer, weights);
		case 'Dense': {
			const { shape, values: kernel } = weights.read(name, 'kernel', [null, null]);
			const [inputs, units] = shape;
			const bias = layer.config.use_bias === false ? new Float32Array(units) : weights.read(name, 'bias', [units]).values;
			chain.dense({ inputs, units, kernel, bias }, name);
			return chain.activation(activationOf(layer), name);
		}
		default:
			throw unsupported(`its layer “${name}” is a ${layer.class_name}`);
	}
}

const writtenActivation = z.union([z.string(), z.looseObject({ config: z.string() }), z.looseObject({ class_name: z.string() })]);

function activationOf(layer: LayerJson): Activation | 'softmax' {
	const written = writtenActivation.safeParse(layer.config.activation ?? 'linear');
	if (!written.success) throw unsupported(`its layer “${layerName(layer)}” has an activation of an unknown form`);
	// Keras 3 wraps a function's name in an object; objects with a class are parametrised and not the plain function.
	const text =
		typeof written.data === 'string' ? written.data : 'config' in written.data ? written.data.config : written.data.class_name;
	if (text === 'softmax') return 'softmax';
	const known = activations.find((activation) => activation === text);
	if (!known) throw unsupported(`its layer “${layerName(layer)}” uses the activation “${String(text)}”`);
	return known;
}

function reluOf({ config }: LayerJson): Activation {
	const plain = z.looseObject({
		max_value: z.union([z.null(), z.literal(6)]).optional(),
		negative_slope: z.union([z.null(), z.literal(0)]).optional(),
		threshold: z.union([z.null(), z.literal(0)]).optional()
	});
	const relu = plain.safeParse(config);
	if (!relu.success) throw unsupported(`its layer “${config.name ?? 'ReLU'}” is a ReLU with a slope, threshold or limit`);
	return relu.data.max_value === 6 ? 'relu6' : 'relu';
}

/** y = gamma (x - mean) / sqrt(variance + epsilon) + beta, written as scale · x + shift. Ioffe & Szegedy (2015). */
function addBatchNormalization(chain: ChainBuilder, layer: LayerJson, weights: WeightReader): void {
	const name = layerName(layer);
	const { epsilon } = batchNormalization.parse(layer.config);
	const mean = weights.read(name, 'moving_mean', [null]).values;
	const variance = weights.read(name, 'moving_variance', [mean.length]).values;
	const gamma = layer.config.scale === false ? undefined : weights.read(name, 'gamma', [mean.length]).values;
	const beta = layer.config.center === false ? undefined : weights.read(name, 'beta', [mean.length]).values;
	const scale = Float64Array.from(variance, (v, i) => (gamma ? gamma[i] : 1) / Math.sqrt(v + epsilon));
	const shift = Float64Array.from(mean, (m, i) => (beta ? beta[i] : 0) - m * scale[i]);
	chain.affine(scale, shift, name);
}
