import * as tf from '@tensorflow/tfjs';
import Papa from 'papaparse';
import type { PlainModel } from '../plain-model';

// The obvious program, written with care: PapaParse streams the file into objects in a worker, TF.js predicts a chunk at a
// time, and PapaParse writes all objects at the end. Nothing is logged, no figures are computed.

type Row = { [column: string]: number };

export interface ObviousRequest {
	readonly file: File;
	readonly model: PlainModel;
	/** Address of the layers model. */
	readonly layers: string;
}

export interface ObviousReply {
	readonly seconds: number;
	readonly rows: number;
	readonly blob: Blob;
	readonly backend: string;
}

function features(rows: readonly Row[], { columns, mean, scale, low, high }: PlainModel): Float32Array {
	const width = mean.length;
	const out = new Float32Array(rows.length * width);
	rows.forEach((row, r) => {
		const hour = Math.floor(row['Time'] / 3600) % 24;
		const values = [...columns.map((name) => row[name]), Math.log1p(row['Amount']), hour, hour < 6 ? 1 : 0];
		for (let f = 0; f < width; f++) out[r * width + f] = Math.min(Math.max((values[f] - mean[f]) / scale[f], low[f]), high[f]);
	});
	return out;
}

function score(file: File, model: PlainModel, layers: tf.LayersModel): Promise<Row[]> {
	const all: Row[] = [];
	return new Promise((resolve, reject) => {
		Papa.parse<Row>(file, {
			header: true,
			dynamicTyping: true,
			skipEmptyLines: true,
			chunk({ data }) {
				const input = tf.tensor2d(features(data, model), [data.length, model.mean.length]);
				const predicted = layers.predict(input, { batchSize: 4096 });
				if (Array.isArray(predicted)) throw new Error('The model has more than one output.');
				const probabilities = predicted.dataSync();
				data.forEach((row, r) => {
					row['fraud_probability'] = probabilities[r];
					all.push(row);
				});
				tf.dispose([input, predicted]);
			},
			complete: () => resolve(all),
			error: reject
		});
	});
}

/** WebGL by a program on the CPU is slower than TF.js' plain cpu backend. */
async function chooseBackend(): Promise<void> {
	await tf.ready();
	if (tf.getBackend() !== 'webgl') return;
	const gl = new OffscreenCanvas(1, 1).getContext('webgl');
	const facts = gl?.getExtension('WEBGL_debug_renderer_info');
	const renderer = gl && facts ? String(gl.getParameter(facts.UNMASKED_RENDERER_WEBGL)) : '';
	if (/swiftshader|llvmpipe|software/i.test(renderer)) await tf.setBackend('cpu');
}

self.addEventListener('message', ({ data: { file, model, layers: address } }: MessageEvent<ObviousRequest>) => {
	void (async () => {
		await chooseBackend();
		const layers = await tf.loadLayersModel(address);
		// The first inference compiles.
		tf.dispose(layers.predict(tf.zeros([1, model.mean.length])));
		const began = performance.now();
		const rows = await score(file, model, layers);
		const blob = new Blob([Papa.unparse(rows)], { type: 'text/csv' });
		const reply: ObviousReply = { seconds: (performance.now() - began) / 1000, rows: rows.length, blob, backend: tf.getBackend() };
		self.postMessage(reply);
	})();
});
