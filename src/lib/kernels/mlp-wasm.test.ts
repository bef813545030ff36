import { describe, expect, it } from 'vitest';
import { instantiateDense } from './mlp-wasm';

describe('the WASM kernel', () => {
	it('lays out aligned, disjoint, zeroed views in a memory that is just large enough', async () => {
		const lengths = [33, 5, 16_384];
		const wasm = await instantiateDense(lengths);
		let end = 0;
		for (const length of lengths) {
			const view = wasm.allocate(length);
			expect(view.byteOffset % 16).toBe(0);
			expect(view.byteOffset).toBeGreaterThanOrEqual(end);
			expect(view.every((value) => value === 0)).toBe(true);
			end = view.byteOffset + view.byteLength;
		}
		expect(wasm.bytes).toBe(2 * 65_536);
		expect(() => wasm.allocate(16_384)).toThrow(RangeError);
	});

	it('multiplies a vector by a matrix, adds the bias and cuts at zero', async () => {
		const wasm = await instantiateDense([8, 8, 4, 16]);
		const [x, kernel, bias, y] = [8, 8, 4, 16].map((length) => wasm.allocate(length));
		x.set([1, 2, 3, 4, 5, 6, 7, 8]);
		kernel.set([1, 10, -100, 0, 2, 20, -200, 0]);
		bias.set([0.5, 0, 0, -1]);
		wasm.dense(x.byteOffset, 2, 4, 2, kernel.byteOffset, bias.byteOffset, 4, y.byteOffset, 1);
		expect([...y]).toEqual([5.5, 50, 0, 0, 11.5, 110, 0, 0, 17.5, 170, 0, 0, 23.5, 230, 0, 0]);
	});
});
