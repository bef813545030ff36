import { expect, it } from 'vitest';
import { outgoing } from './outgoing';
import { someBatch, someSingle } from './test-support';

it('hands over arrays that have their memory to themselves', () => {
	const scores = new Float64Array([0.5]);
	const decisions = new Uint8Array([1]);
	const { result, transfer } = outgoing('scoreFile', { ...someBatch, scores, decisions });
	expect(transfer).toEqual([scores.buffer, decisions.buffer]);
	expect(result).toEqual({ ...someBatch, scores, decisions });
});

it('sends nothing of the memory around an array', () => {
	const memory = new Float64Array([111, 0.5, 0.25, 111]);
	const bytes = new Uint8Array([9, 1, 2, 9]);
	const { result, transfer } = outgoing('score', { ...someBatch, scores: memory.subarray(1, 3), decisions: bytes.subarray(1, 3) });
	expect(transfer.map((buffer) => buffer.byteLength)).toEqual([16, 2]);
	expect(result).toEqual({ ...someBatch, scores: new Float64Array([0.5, 0.25]), decisions: new Uint8Array([1, 2]) });
	expect([...memory, ...bytes]).toEqual([111, 0.5, 0.25, 111, 9, 1, 2, 9]);
});

it('copies out of shared memory, which no other page can have', () => {
	const scores = new Float64Array(new SharedArrayBuffer(8));
	expect(outgoing('scoreFile', { ...someBatch, scores }).transfer).toEqual([new ArrayBuffer(8)]);
});

it.each([
	['more than is documented', { ...someSingle, cells: ['9.50'] }],
	['a number that is none', { ...someSingle, margin: NaN }],
	['nothing', undefined]
])('refuses a result with %s', (_, result) => {
	expect(() => outgoing('score', result)).toThrow();
});
