import type { DenseNetwork } from '../../core/members/network';
import type { ShrikeError } from '../../core/errors';
import { abandoned, backendFailed, reasonOf, unavailable } from './failure';
import { findAdapter } from './gpu-adapter';
import type { Backend, BackendOptions } from './types';

/** Row counts that are compiled and warmed up. A software adapter spends seconds on every further one. */
const hardwareSizes = [64, 1024, 8192, 32_768];
const softwareSizes = [256];
/** A broken read rejects a moment before the browser says that the device was lost, which is the better reason. */
const reasonMs = 100;

/** TF.js on WebGPU. TF.js is imported only here, and only where there is an adapter. */
export async function createWebgpuBackend(network: DenseNetwork, options: BackendOptions): Promise<Backend> {
	const { adapter, device, software } = await findAdapter(globalThis.navigator?.gpu);
	if (software && !options.allowSoftware) {
		throw unavailable(
			'webgpu',
			`WebGPU runs in software here (${device}), which is slower than the other backends. Pin WebGPU to use it anyway.`,
			{ software: true }
		);
	}
	const [{ leaseDevice }, { createTfjsNetwork }] = await Promise.all([import('./gpu-device'), import('./tfjs-network')]);
	const lease = await leaseDevice(adapter);
	const sizes = software ? softwareSizes : hardwareSizes;
	const tensors = createTfjsNetwork(network, sizes);
	let failure: ShrikeError | null = null;
	let disposed = false;
	lease.death.catch((error: ShrikeError) => (failure ??= error));

	async function margins(features: Float32Array, rows: number, out: Float32Array): Promise<void> {
		if (disposed) throw abandoned('webgpu');
		if (failure) throw failure;
		try {
			// Reading from a lost device may never settle.
			await Promise.race([tensors.margins(features, rows, out), lease.death]);
		} catch (error) {
			await Promise.race([lease.death.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, reasonMs))]);
			if (disposed) throw abandoned('webgpu');
			failure ??= backendFailed('webgpu', `The graphics device failed: ${reasonOf(error)}`, error);
			throw failure;
		}
	}

	function dispose(): void {
		if (disposed) return;
		disposed = true;
		tensors.dispose();
		lease.release();
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
	return { name: 'webgpu', device, software, margins, dispose };
}
