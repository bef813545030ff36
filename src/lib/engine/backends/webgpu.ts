import type { DenseNetwork } from '../../core/members/network';
import { openGpu } from './gpu-session';
import type { Backend, BackendOptions } from './types';

/** Row counts that are compiled and warmed up. A software adapter spends seconds on every further one. */
const hardwareSizes = [64, 1024, 8192, 32_768];
const softwareSizes = [256];

/** TF.js on WebGPU. */
export async function createWebgpuBackend(network: DenseNetwork, options: BackendOptions): Promise<Backend> {
	const session = await openGpu(options);
	const { createTfjsNetwork } = await import('./tfjs-network');
	const sizes = session.software ? softwareSizes : hardwareSizes;
	const tensors = createTfjsNetwork(network, sizes);
	let disposed = false;

	function margins(features: Float32Array, rows: number, out: Float32Array): Promise<void> {
		return session.run(() => tensors.margins(features, rows, out));
	}

	function dispose(): void {
		if (disposed) return;
		disposed = true;
		tensors.dispose();
		session.close();
	}

	try {
		for (const size of sizes) {
			options.signal?.throwIfAborted();
			await margins(new Float32Array(size * network.inputs), size, new Float32Array(size));
		}
	} catch (error) {
		dispose();
		throw error;
	}
	return { name: 'webgpu', device: session.device, software: session.software, margins, dispose };
}
