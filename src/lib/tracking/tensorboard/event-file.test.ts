import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { crc32c } from './crc32c';
import { eventFile, eventFileName } from './event-file';

const fixtures = new URL('../../../../tests/fixtures/tracking/', import.meta.url);
const value = z.union([
	z.number(),
	z.enum(['nan', 'inf']).transform((name) => (name === 'nan' ? NaN : Infinity))
]);
const golden = z
	.object({
		startedAt: z.number(),
		metrics: z.array(z.object({ name: z.string(), value, step: z.number(), timestamp: z.number() }))
	})
	.parse(JSON.parse(readFileSync(new URL('golden.json', fixtures), 'utf8')));

describe('an event file', () => {
	it('has the bytes of TensorBoard’s own writer', () => {
		const expected = readFileSync(new URL('golden.tfevents', fixtures));
		expect(Buffer.from(eventFile(golden)).equals(expected)).toBe(true);
	});

	it('of a run without metrics has its version only', () => {
		expect(eventFile({ startedAt: golden.startedAt, metrics: [] })).toHaveLength(16 + 9 + 2 + 13);
	});

	it.each([-1, 0.5, NaN, 2 ** 53])('refuses the step %d', (step) => {
		const metrics = [{ name: 'loss', value: 1, step, timestamp: 0 }];
		expect(() => eventFile({ startedAt: 0, metrics })).toThrow(RangeError);
	});

	it('is named so that TensorBoard finds it', () => {
		expect(eventFileName({ startedAt: 1_700_000_000_999, name: 'ulb creditcard/2' })).toBe(
			'events.out.tfevents.1700000000.ulb-creditcard-2'
		);
		expect(eventFileName({ startedAt: 0, name: '' })).toBe('events.out.tfevents.0.run');
	});
});

describe('crc32c', () => {
	// RFC 3720, appendix B.4, and the check value of the CRC catalogue.
	it.each([
		[new Uint8Array(32), 0x8a9136aa],
		[new Uint8Array(32).fill(255), 0x62a8ab43],
		[Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
		[new TextEncoder().encode('123456789'), 0xe3069283]
	])('has the published values', (bytes, expected) => {
		expect(crc32c(bytes)).toBe(expected);
	});
});
