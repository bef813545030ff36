import { describe, expect, it } from 'vitest';
import { describeAdapter, findAdapter, isSoftware } from './gpu-adapter';
import { createWebgpuBackend } from './webgpu';
import { randomNetwork } from './test-support';

const nothing = { vendor: '', architecture: '', device: '', description: '' };

describe('adapters', () => {
	it('are named by what the browser tells, each word once', () => {
		expect(describeAdapter({ ...nothing, vendor: 'nvidia', architecture: 'ampere' })).toBe('nvidia ampere');
		expect(describeAdapter({ ...nothing, vendor: 'apple', description: 'apple' })).toBe('apple');
		expect(describeAdapter(nothing)).toBe('a GPU that the browser does not name');
	});

	it('are software when they say so or are known to be', () => {
		expect(isSoftware({ ...nothing, vendor: 'google', architecture: 'swiftshader' })).toBe(true);
		expect(isSoftware({ ...nothing, description: 'llvmpipe (LLVM 15.0.6, 256 bits)' })).toBe(true);
		expect(isSoftware({ ...nothing, description: 'Microsoft Basic Render Driver' })).toBe(true);
		expect(isSoftware({ ...nothing, vendor: 'intel', isFallbackAdapter: true })).toBe(true);
		expect(isSoftware({ ...nothing, vendor: 'intel', architecture: 'xe', isFallbackAdapter: false })).toBe(false);
	});

	it('may be absent: no WebGPU, or WebGPU without an adapter', async () => {
		const noBackend = { code: 'engine.no-backend' };
		await expect(findAdapter(undefined)).rejects.toMatchObject(noBackend);
		await expect(createWebgpuBackend(randomNetwork(2, [], 1), { allowSoftware: true })).rejects.toMatchObject(noBackend);
	});
});
