import type { ShrikeError } from '../../core/errors';
import { abandoned, backendFailed, reasonOf, unavailable } from './failure';
import { findAdapter } from './gpu-adapter';
import type { BackendOptions } from './types';

/** A share in the GPU for one member of a model. */
export interface GpuSession {
	/** The adapter as the browser names it. */
	readonly device: string;
	readonly software: boolean;
	readonly gpu: GPUDevice;
	/**
	 * Does something on the GPU. Rejects with `engine.backend-failed` when the GPU fails or is lost meanwhile, or the session
	 * was closed; so does every later call.
	 */
	run<T>(work: () => Promise<T>): Promise<T>;
	close(): void;
}

/** A broken read rejects a moment before the browser says that the device was lost, which is the better reason. */
const reasonMs = 100;

/**
 * Opens the GPU that all members share. Rejects with `engine.no-backend` where there is none, or a software adapter that is not
 * allowed, and with `engine.backend-failed`. TF.js is imported only here, and only where there is an adapter.
 */
export async function openGpu(options: BackendOptions): Promise<GpuSession> {
	const { adapter, device, software } = await findAdapter(globalThis.navigator?.gpu);
	if (software && !options.allowSoftware) {
		throw unavailable(
			'webgpu',
			`WebGPU runs in software here (${device}), which is slower than the other backends. Pin WebGPU to use it anyway.`,
			{ software: true }
		);
	}
	const { leaseDevice } = await import('./gpu-device');
	const lease = await leaseDevice(adapter);
	let failure: ShrikeError | null = null;
	let closed = false;
	lease.death.catch((error: ShrikeError) => (failure ??= error));
	return {
		device,
		software,
		gpu: lease.device,
		async run<T>(work: () => Promise<T>): Promise<T> {
			if (closed) throw abandoned('webgpu');
			if (failure) throw failure;
			try {
				// Reading from a lost device may never settle.
				return await Promise.race([work(), lease.death]);
			} catch (error) {
				await Promise.race([lease.death.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, reasonMs))]);
				if (closed) throw abandoned('webgpu');
				failure ??= backendFailed('webgpu', `The graphics device failed: ${reasonOf(error)}`, error);
				throw failure;
			}
		},
		close() {
			if (closed) return;
			closed = true;
			lease.release();
		}
	};
}
