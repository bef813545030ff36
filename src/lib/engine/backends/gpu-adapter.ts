import { reasonOf, unavailable } from './failure';

/** A WebGPU adapter and what is known about it. */
export interface DescribedAdapter {
	readonly adapter: GPUAdapter;
	/** Vendor, architecture and so on as far as the browser tells. */
	readonly device: string;
	/** A program on the CPU that plays a GPU. */
	readonly software: boolean;
}

type AdapterFacts = Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description'> & {
	readonly isFallbackAdapter?: boolean;
};

/** Asks for the fastest adapter. Rejects with `engine.no-backend` and a sentence where there is none. */
export async function findAdapter(gpu: GPU | undefined): Promise<DescribedAdapter> {
	if (!gpu) throw unavailable('webgpu', 'This browser has no WebGPU.');
	let adapter: GPUAdapter | null;
	try {
		adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
	} catch (error) {
		throw unavailable('webgpu', `The browser refused a WebGPU adapter: ${reasonOf(error)}`);
	}
	if (adapter === null) {
		throw unavailable('webgpu', 'This browser knows WebGPU but has no graphics adapter for it on this machine.');
	}
	return { adapter, device: describeAdapter(adapter.info), software: isSoftware(adapter.info) };
}

/** The adapter's name from what the browser tells, each word once. */
export function describeAdapter(info: AdapterFacts): string {
	const parts = [info.vendor, info.architecture, info.device, info.description].map((part) => part.trim());
	const told = parts.filter((part, i) => part !== '' && parts.indexOf(part) === i);
	return told.length > 0 ? told.join(' ') : 'a GPU that the browser does not name';
}

/** Fallback adapters say so; others are known by name: SwiftShader (Chromium), llvmpipe and lavapipe (Mesa), WARP (Windows). */
export function isSoftware(info: AdapterFacts): boolean {
	if (info.isFallbackAdapter === true) return true;
	return /swiftshader|llvmpipe|lavapipe|software|basic render|\bwarp\b/i.test(describeAdapter(info));
}
