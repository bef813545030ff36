import * as tf from '@tensorflow/tfjs';
import type { DenseLayer, DenseNetwork } from '../core/members/network';
import { shuffle } from '../core/random/random';
import type { Random } from '../core/random/random';
import type { MlpConfig } from './config';

/** Standardised rows with labels and weights, as a network consumes them. */
export interface TrainingRows {
	readonly rows: number;
	/** `[rows × width]`, row-major. */
	readonly features: Float32Array;
	readonly labels: Uint8Array;
	readonly weights: Float64Array;
}

export interface FitProgress {
	readonly epoch: number;
	/** Weighted mean log loss on the validation split, in nats. */
	readonly validationLoss: number;
	readonly best: boolean;
}

export interface FittedMlp {
	readonly network: DenseNetwork;
	/** Weighted mean log loss on the validation split, in nats. */
	readonly validationLoss: number;
	/** The epoch whose weights were kept. */
	readonly epochs: number;
}

interface Variables {
	readonly kernels: readonly tf.Variable<tf.Rank.R2>[];
	readonly biases: readonly tf.Variable<tf.Rank.R1>[];
}

/**
 * Fits a perceptron with TF.js: weighted log loss, Adam, dropout, early stopping on the validation loss.
 *
 * Batches and dropout masks are drawn here from `random` and fed in, because TF.js repeats the mask of a seeded dropout
 * layer at every step and shuffles without a seed. The same numbers in give the same weights out, bit by bit, on the
 * `cpu` backend, which the caller has to set. Waiting events (Ctrl-C, a message to a worker) are let in after every epoch; what
 * `onEpoch` throws ends the fit.
 */
export async function fitMlp(
	config: MlpConfig,
	train: TrainingRows,
	validation: TrainingRows,
	random: Random,
	onEpoch: (progress: FitProgress) => void
): Promise<FittedMlp> {
	const width = train.features.length / train.rows;
	const variables = initialVariables([width, ...config.hidden, 1], random);
	const optimizer = tf.train.adam(config.learningRate);
	const meanWeight = train.weights.reduce((sum, weight) => sum + weight, 0) / train.rows;
	const order = Uint32Array.from({ length: train.rows }, (_, row) => row);
	let best: FittedMlp = { network: networkOf(variables), validationLoss: Infinity, epochs: 0 };
	try {
		for (let epoch = 1; epoch <= config.maxEpochs && epoch - best.epochs <= config.patience; epoch++) {
			shuffle(order, random);
			for (let start = 0; start < train.rows; start += config.batchRows) {
				const batch = order.subarray(start, start + config.batchRows);
				step(config, variables, optimizer, gather(train, batch, width, meanWeight), random);
			}
			const validationLoss = weightedLogLoss(variables, validation, width);
			const improved = validationLoss < best.validationLoss;
			if (improved) best = { network: networkOf(variables), validationLoss, epochs: epoch };
			onEpoch({ epoch, validationLoss, best: improved });
			await breathe();
		}
	} finally {
		optimizer.dispose();
		tf.dispose([...variables.kernels, ...variables.biases]);
	}
	return best;
}

/** Lets waiting events in. */
function breathe(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve));
}

interface Batch {
	readonly features: Float32Array;
	readonly labels: Float32Array;
	/** Of mean 1 over the training split, so that the learning rate means the same for any prior. */
	readonly weights: Float32Array;
	readonly width: number;
}

function step(config: MlpConfig, variables: Variables, optimizer: tf.Optimizer, batch: Batch, random: Random): void {
	const rows = batch.labels.length;
	const masks = config.hidden.map((units) => dropoutMask(rows * units, config.dropout, random));
	tf.tidy(() => {
		const x = tf.tensor2d(batch.features, [rows, batch.width]);
		const y = tf.tensor1d(batch.labels);
		const w = tf.tensor1d(batch.weights);
		const keep = masks.map((mask, i) => tf.tensor2d(mask, [rows, config.hidden[i]]));
		optimizer.minimize(() => {
			const loss = tf.mean(tf.mul(w, logLoss(forward(variables, x, keep), y)));
			const penalty = variables.kernels.map((kernel) => tf.sum(tf.square(kernel)));
			return tf.add(loss, tf.mul(tf.addN(penalty), config.l2)).asScalar();
		});
	});
}

function forward({ kernels, biases }: Variables, x: tf.Tensor2D, masks: readonly tf.Tensor2D[] | null): tf.Tensor1D {
	let out = x;
	kernels.forEach((kernel, layer) => {
		out = tf.add(tf.matMul(out, kernel), biases[layer]);
		if (layer === kernels.length - 1) return;
		out = tf.relu(out);
		if (masks) out = tf.mul(out, masks[layer]);
	});
	return out.as1D();
}

/** Log loss of logits: max(z, 0) - z y + ln(1 + e^-|z|), which does not overflow. */
function logLoss(logits: tf.Tensor1D, labels: tf.Tensor1D): tf.Tensor1D {
	const tail = tf.log1p(tf.exp(tf.neg(tf.abs(logits))));
	return tf.add(tf.sub(tf.relu(logits), tf.mul(logits, labels)), tail);
}

function weightedLogLoss(variables: Variables, { rows, features, labels, weights }: TrainingRows, width: number): number {
	return tf.tidy(() => {
		const logits = forward(variables, tf.tensor2d(features, [rows, width]), null);
		const losses = logLoss(logits, tf.tensor1d(Float32Array.from(labels))).dataSync();
		let [sum, total] = [0, 0];
		for (let row = 0; row < rows; row++) {
			sum += weights[row] * losses[row];
			total += weights[row];
		}
		return sum / total;
	});
}

function gather(from: TrainingRows, indices: Uint32Array, width: number, meanWeight: number): Batch {
	const features = new Float32Array(indices.length * width);
	indices.forEach((row, i) => features.set(from.features.subarray(row * width, (row + 1) * width), i * width));
	return {
		features,
		labels: Float32Array.from(indices, (row) => from.labels[row]),
		weights: Float32Array.from(indices, (row) => from.weights[row] / meanWeight),
		width
	};
}

/** Inverted dropout (Srivastava et al. 2014): kept units are scaled up, so that nothing changes when scoring. */
function dropoutMask(size: number, rate: number, random: Random): Float32Array {
	const kept = 1 / (1 - rate);
	return Float32Array.from({ length: size }, () => (random.next() < rate ? 0 : kept));
}

/** Kernels uniform as Glorot & Bengio (2010), biases zero: Keras' defaults. */
function initialVariables(units: readonly number[], random: Random): Variables {
	// A variable is a tensor of its own beside the one that it was made of, which goes with the tidy.
	return tf.tidy(() => ({
		kernels: units.slice(1).map((out, layer) => {
			const limit = Math.sqrt(6 / (units[layer] + out));
			const values = Float32Array.from({ length: units[layer] * out }, () => (2 * random.next() - 1) * limit);
			return tf.variable(tf.tensor2d(values, [units[layer], out]));
		}),
		biases: units.slice(1).map((out) => tf.variable(tf.zeros<tf.Rank.R1>([out])))
	}));
}

function networkOf({ kernels, biases }: Variables): DenseNetwork {
	const layers = kernels.map((kernel, layer): DenseLayer => {
		const [inputs, units] = kernel.shape;
		return {
			inputs,
			units,
			activation: layer === kernels.length - 1 ? 'linear' : 'relu',
			kernel: Float32Array.from(kernel.dataSync()),
			bias: Float32Array.from(biases[layer].dataSync())
		};
	});
	return { inputs: layers[0].inputs, layers };
}
