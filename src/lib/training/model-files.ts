import * as tf from '@tensorflow/tfjs';
import type { DenseNetwork } from '../core/members/network';
import { sha256Hex } from '../core/pack/digest';

/**
 * The network as a TF.js layers model that any TF.js program can load: dropout layers in their places, a sigmoid at the
 * end. The weight file is named by its own content, so that an old model can never meet new weights.
 *
 * @param modelName of the file that names the weights
 * @returns file names and bytes: the model and `weights.<8 hex digits>.bin`
 */
export async function layersModelFiles(network: DenseNetwork, dropout: number, modelName = 'model.json'): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
	const model = tf.sequential({ name: 'fraud' });
	network.layers.forEach(({ inputs, units, activation }, layer) => {
		const last = layer === network.layers.length - 1;
		model.add(
			tf.layers.dense({
				name: last ? 'probability' : `hidden_${layer + 1}`,
				units,
				activation: last || activation === 'linear' ? (last ? 'sigmoid' : undefined) : activation,
				kernelInitializer: 'zeros',
				...(layer === 0 ? { inputShape: [inputs] } : {})
			})
		);
		if (!last && dropout > 0) model.add(tf.layers.dropout({ name: `dropout_${layer + 1}`, rate: dropout }));
	});
	try {
		tf.tidy(() => {
			model.setWeights(
				network.layers.flatMap(({ inputs, units, kernel, bias }) => [tf.tensor2d(kernel, [inputs, units]), tf.tensor1d(bias)])
			);
		});
		return await saved(model, modelName);
	} finally {
		model.dispose();
	}
}

async function saved(model: tf.LayersModel, modelName: string): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
	const files = new Map<string, Uint8Array<ArrayBuffer>>();
	await model.save({
		save: async (artifacts) => {
			const { format, generatedBy, modelTopology, weightSpecs = [], weightData = [] } = artifacts;
			const weights = new Uint8Array(Array.isArray(weightData) ? await new Blob(weightData).arrayBuffer() : weightData);
			const name = `weights.${(await sha256Hex(weights)).slice(0, 8)}.bin`;
			const json = {
				format,
				generatedBy,
				convertedBy: null,
				modelTopology,
				weightsManifest: [{ paths: [name], weights: weightSpecs }]
			};
			files.set(modelName, new TextEncoder().encode(`${JSON.stringify(json)}\n`));
			files.set(name, weights);
			return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
		}
	});
	return files;
}
