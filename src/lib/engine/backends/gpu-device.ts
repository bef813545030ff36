import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { findBackendFactory, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import type { ShrikeError } from '../../core/errors';
import { backendFailed } from './failure';

/** A share in the one GPU device that TF.js computes on. */
export interface DeviceLease {
	readonly device: GPUDevice;
	/** Never resolves; rejects with `engine.backend-failed` when the device is lost or reports an error. */
	readonly death: Promise<never>;
	/** Gives the share back; the last one frees the GPU. */
	release(): void;
}

interface SharedDevice {
	readonly device: GPUDevice;
	readonly death: Promise<never>;
	users: number;
}

/** TF.js keeps its backends in a global registry by name, so two loaded packs must share one device. */
let shared: Promise<SharedDevice> | null = null;

/** Makes TF.js compute on this adapter, or joins those who do. Rejects with `engine.backend-failed`. */
export async function leaseDevice(adapter: GPUAdapter): Promise<DeviceLease> {
	const opening = (shared ??= openDevice(adapter));
	let of: SharedDevice;
	try {
		of = await opening;
	} catch (error) {
		if (shared === opening) shared = null;
		throw error;
	}
	of.users++;
	of.death.catch(() => {
		if (shared === opening) shared = null;
	});
	let released = false;
	return {
		device: of.device,
		death: of.death,
		release() {
			if (released) return;
			released = true;
			if (--of.users > 0) return;
			if (shared === opening) {
				shared = null;
				removeBackend('webgpu');
			}
			of.device.destroy();
		}
	};
}

async function openDevice(adapter: GPUAdapter): Promise<SharedDevice> {
	const { limits } = adapter;
	let device: GPUDevice;
	try {
		device = await adapter.requestDevice({
			// The limits that TF.js' kernels are written for, as its own registration asks for them.
			requiredLimits: {
				maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
				maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
				maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
				maxBufferSize: limits.maxBufferSize,
				maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
				maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup
			}
		});
	} catch (error) {
		throw backendFailed('webgpu', 'The graphics adapter gave no device. Restart the browser to try it again.', error);
	}
	const death = deathOf(device);
	// TF.js' own registration neither watches the device nor survives a missing adapter: replace it, or a dead one of ours.
	if (findBackendFactory('webgpu')) removeBackend('webgpu');
	registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info));
	if (!(await setBackend('webgpu'))) throw backendFailed('webgpu', 'TF.js could not start on the graphics device.');
	return { device, death, users: 0 };
}

function deathOf(device: GPUDevice): Promise<never> {
	const death = new Promise<never>((_, reject: (error: ShrikeError) => void) => {
		void device.lost.then(({ reason, message }) => {
			const why = message ? ` (${message})` : '';
			reject(backendFailed('webgpu', `The graphics device was lost: ${reason}${why}.`));
		});
		// Exhausted GPU memory and refused shaders arrive here; TF.js would go on and return zeros.
		device.addEventListener('uncapturederror', ({ error }) => {
			reject(backendFailed('webgpu', `The graphics device reported an error: ${error.message}.`));
		});
	});
	death.catch(() => undefined);
	return death;
}
