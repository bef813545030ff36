import { writeFile } from 'node:fs/promises';
import { soleNetwork } from '../src/lib/core/members/model';
import { loadPackFrom } from '../scripts/cli/pack-folder';

/** The pack that every contender scores with. */
export const mlpPack = 'ulb-mlp';

/** A network with its features, for programs that know no packs. */
export interface PlainModel {
	/** Raw columns in their order; log1p of Amount, hour of Time and whether that is before six follow as features. */
	readonly columns: readonly string[];
	/** `[features]`: standardised is (x - mean) / scale, clipped to low and high. */
	readonly mean: readonly number[];
	readonly scale: readonly number[];
	readonly low: readonly number[];
	readonly high: readonly number[];
	/** Kernels `[inputs × units]`, row-major; the last layer gives the margin, of which the score is the sigmoid. */
	readonly layers: readonly {
		readonly inputs: number;
		readonly units: number;
		readonly relu: boolean;
		readonly kernel: readonly number[];
		readonly bias: readonly number[];
	}[];
}

/** Reads it from the pack. Throws when the pack is no longer the plain network that the peers were written for. */
export async function plainModel(): Promise<PlainModel> {
	const { manifest, model, pipeline } = await loadPackFrom(mlpPack);
	const network = soleNetwork(model);
	const { calibration, scaler } = manifest;
	const uncalibrated = calibration.kind === 'platt' && calibration.slope === 1 && calibration.intercept === 0;
	const derived = pipeline.featureNames.slice(pipeline.rawNames.length).join();
	if (!network || !uncalibrated || derived !== 'log_amount,hour,is_night') {
		throw new Error(`The pack ${mlpPack} has changed: the peers in bench/contenders compute another model.`);
	}
	const layers = network.layers.map(({ inputs, units, activation, kernel, bias }) => {
		if (activation !== 'relu' && activation !== 'linear') throw new Error(`The peers do not know ${activation}.`);
		return { inputs, units, relu: activation === 'relu', kernel: Array.from(kernel), bias: Array.from(bias) };
	});
	const { mean, scale, low, high } = scaler;
	return { columns: pipeline.rawNames, mean, scale, low, high, layers };
}

export async function writePlainModel(path: string): Promise<void> {
	await writeFile(path, JSON.stringify(await plainModel()));
}
