import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handOver } from './hand-over';

describe('handing columns over', () => {
	it('moves an array that is alone on its buffer: the caller’s is empty afterwards', () => {
		const amount = new Float64Array([1, 2, NaN]);
		const { columns, transfer } = handOver({ amount });
		expect(amount).toHaveLength(0);
		expect(columns.amount).toEqual(new Float64Array([1, 2, NaN]));
		expect(transfer).toHaveLength(1);
	});

	it('leaves the rest of a larger buffer to the caller', () => {
		const all = new Float32Array([1, 2, 3, 4]);
		const { columns } = handOver({ first: all.subarray(0, 2), second: all.subarray(2) });
		expect(columns).toEqual({ first: new Float32Array([1, 2]), second: new Float32Array([3, 4]) });
		expect(all).toEqual(new Float32Array([1, 2, 3, 4]));
	});

	it('moves once what two columns share', () => {
		const same = new Int32Array([7, 8]);
		const { columns, transfer } = handOver({ a: same, b: same, bytes: new Uint8Array(same.buffer) });
		expect(columns.a).toEqual(new Int32Array([7, 8]));
		expect(columns.b).toEqual(new Int32Array([7, 8]));
		expect(columns.bytes).toEqual(new Uint8Array(new Int32Array([7, 8]).buffer));
		expect(transfer).toHaveLength(1);
	});

	it('copies shared and WebAssembly memory, which cannot be moved', () => {
		const shared = new Float64Array(new SharedArrayBuffer(16)).fill(3);
		const wasm = new Float64Array(new WebAssembly.Memory({ initial: 1 }).buffer).fill(4);
		const { columns, transfer } = handOver({ shared, wasm });
		expect(shared).toEqual(new Float64Array([3, 3]));
		expect(wasm).toHaveLength(8192);
		expect(columns.shared).toEqual(new Float64Array([3, 3]));
		expect(columns.wasm?.at(-1)).toBe(4);
		expect(transfer.every((one) => one instanceof ArrayBuffer)).toBe(true);
		expect(transfer).not.toContain(wasm.buffer);
	});

	it('leaves texts as they are, and what is no column to the frame’s check', () => {
		const merchant = ['a', 'b'];
		expect(handOver({ merchant })).toEqual({ columns: { merchant }, transfer: [] });
	});

	it('says so when an array was handed over before', () => {
		const amount = new Float64Array(2);
		handOver({ amount });
		expect(() => handOver({ amount })).toThrow(TypeError);
	});

	it('gives what can be posted, with the values that were given', () => {
		const view = fc.tuple(fc.float64Array({ maxLength: 20 }), fc.nat(3), fc.boolean()).map(([values, skip, partial]) => {
			if (!partial) return new Float64Array(values);
			const larger = new Float64Array(values.length + skip);
			larger.set(values, skip);
			return larger.subarray(skip);
		});
		const column = fc.oneof(view, fc.array(fc.string(), { maxLength: 20 }));
		fc.assert(
			fc.property(fc.dictionary(fc.string(), column, { maxKeys: 6 }), (given) => {
				const before = Object.entries(given).map(([name, values]) => [name, [...values]]);
				const { columns, transfer } = handOver(given);
				const arrived = structuredClone(columns, { transfer });
				expect(Object.entries(arrived).map(([name, values]) => [name, [...values]])).toEqual(before);
			})
		);
	});
});
