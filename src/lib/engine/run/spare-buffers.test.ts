import { expect, it } from 'vitest';
import { SpareBuffers } from './spare-buffers';

const kb = 1024;

it('gives back what fits, of its own kind, and makes what it lacks', () => {
	const spare = new SpareBuffers();
	const [text, features] = [new ArrayBuffer(4000 * kb), new ArrayBuffer(1100 * kb)];
	spare.give(text);
	spare.give(features);
	expect(spare.take(1000 * kb)).toBe(features);
	expect(spare.take(900 * kb)).not.toBe(text);
	expect(spare.take(3900 * kb)).toBe(text);
	expect(spare.take(3900 * kb).byteLength).toBeGreaterThanOrEqual(3900 * kb);
});

it('drops what has become too small, and keeps no more than some', () => {
	const spare = new SpareBuffers();
	spare.give(new ArrayBuffer(1000 * kb));
	spare.take(1001 * kb);
	expect(spare.handOver()).toEqual([]);
	for (let i = 0; i < 100; i++) spare.give(new ArrayBuffer(300 * kb));
	let handed = 0;
	for (let some = spare.handOver(); some.length > 0; some = spare.handOver()) handed += some.length;
	expect(handed).toBeLessThan(20);
});

it('hands over one of each kind, each only once, and nothing that is gone', () => {
	const spare = new SpareBuffers();
	const [text, features] = [new ArrayBuffer(4000 * kb), new ArrayBuffer(1100 * kb)];
	spare.give(text);
	spare.give(features);
	const gone = new ArrayBuffer(4000 * kb);
	structuredClone(gone, { transfer: [gone] });
	spare.give(gone);
	expect(spare.handOver()).toEqual([text, features]);
	expect(spare.handOver()).toEqual([]);
	spare.give(text);
	expect(spare.handOver()).toEqual([text]);
});
