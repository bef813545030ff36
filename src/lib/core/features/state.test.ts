import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, inBlocks, pipelines, rows } from '../../../../tests/fixtures/profiles/random';
import { keyedHash } from '../privacy/keyed-hash';
import type { CompiledPipeline } from './pipeline';
import { crc32 } from './state/checksum';
import type { PipelineStep } from './steps';

const hash = keyedHash(new Uint8Array(32).fill(1));
const empty = new Uint8Array();
const window: PipelineStep = { op: 'window', key: ['card'], time: 'when', seconds: 10, of: 'amount', how: 'mean', current: true, to: 'mean', otherwise: 0 };
const distinct: PipelineStep = { op: 'window', key: ['card'], time: 'when', seconds: null, of: 'shop', how: 'distinct', current: true, to: 'shops', otherwise: 0 };
const values = { shop: 'corner shop', kind: 'k', when: 5, amount: 12.5, lat: 1, lon: 2 };
const someRows = [
	{ label: 0 as const, values: { ...values, card: '4000 0012 3456 7899' } },
	{ label: 1 as const, values: { ...values, card: '4000 0098 7654 3210', when: 7 } }
];

function saved(pipeline: CompiledPipeline): Uint8Array<ArrayBuffer> {
	const session = pipeline.begin();
	inBlocks(session, someRows, []);
	return session.save(hash) ?? empty;
}

const codeOf = (run: () => unknown): unknown => {
	try {
		run();
	} catch (error) {
		return error instanceof Error && 'code' in error ? error.code : error;
	}
	return null;
};

describe('saved profiles', () => {
	const pipeline = compile([window, distinct]);
	const bytes = saved(pipeline);
	const begin = (state: Uint8Array, by: CompiledPipeline = pipeline, key = hash) => codeOf(() => by.begin({ state: { bytes: state, hash: key } }));

	it('hold no text', () => {
		const text = new TextDecoder('latin1').decode(bytes);
		for (const cell of ['4000', '7899', '3210', 'corner']) expect(text).not.toContain(cell);
	});

	it('are taken by a pipeline with the same profiles only, under the same key', () => {
		expect(begin(bytes)).toBeNull();
		expect(begin(bytes, compile([{ op: 'hour', from: 'when', to: 'hour' }, window, distinct]))).toBeNull();
		expect(begin(bytes, compile([{ ...window, seconds: 11 }, distinct]))).toBe('state.other-pipeline');
		expect(begin(bytes, compile([{ op: 'hour', from: 'when', to: 'hour' }]))).toBe('state.not-needed');
		expect(begin(bytes, pipeline, keyedHash(new Uint8Array(32).fill(2)))).toBe('state.other-key');
		expect(compile([{ op: 'hour', from: 'when', to: 'hour' }]).begin().save(hash)).toBeNull();
	});

	it('cannot change keys on their way', () => {
		const session = pipeline.begin({ state: { bytes, hash } });
		expect(codeOf(() => session.save(keyedHash(new Uint8Array(32).fill(2))))).toBe('state.other-key');
	});

	it('are refused when cut off, lengthened, of another version, or changed anywhere', () => {
		for (let length = 0; length < bytes.length; length += 5) expect(begin(bytes.subarray(0, length)), String(length)).toBe('state.corrupt');
		expect(begin(Uint8Array.of(...bytes, 0, 0, 0, 0, 0, 0, 0, 0))).toBe('state.corrupt');
		const other = new TextEncoder().encode(new TextDecoder('latin1').decode(bytes.subarray(8, 80)).replace('"version":1', '"version":2'));
		const newer = bytes.slice();
		newer.set(other, 8);
		expect(begin(newer)).toBe('state.corrupt');
		for (let at = 0; at < bytes.length; at++) {
			const changed = bytes.slice();
			changed[at] ^= 0x10;
			// Other keys and pipelines are named in the header, and blanks of it may become others.
			const code = begin(changed);
			if (code !== null) expect(['state.corrupt', 'state.other-pipeline', 'state.other-key'], String(at)).toContain(code);
			else expect(at).toBeLessThan(headerEnd(bytes));
		}
	});

	it('are the same bytes when made piece by piece', () => {
		fc.assert(
			fc.property(pipelines, rows, (steps, of) => {
				const session = compile(steps).begin();
				inBlocks(session, of, []);
				const pieces = session.saving(hash);
				let next = pieces.next();
				while (!next.done) next = pieces.next();
				expect(next.value).toEqual(session.save(hash));
			}),
			{ numRuns: 50 }
		);
	});

	it('crash nothing when forged', () => {
		fc.assert(
			fc.property(pipelines, rows, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 }), (steps, of, changes) => {
				const session = compile(steps).begin();
				inBlocks(session, of, []);
				const state = session.save(hash) ?? empty;
				const start = headerEnd(state);
				for (const [at, byte] of changes) state[start + (at % (state.length - start))] = byte;
				const forged = withChecksum(state);
				const code = codeOf(() => inBlocks(compile(steps).begin({ state: { bytes: forged, hash } }), of, []));
				expect(['state.corrupt', null]).toContain(code);
			}),
			{ numRuns: 150 }
		);
	});
});

const headerEnd = (state: Uint8Array): number => 8 + new DataView(state.buffer, state.byteOffset).getUint32(4, true);

/** The same with the checksum that its arrays have now. */
function withChecksum(state: Uint8Array): Uint8Array {
	const start = headerEnd(state);
	const header = new TextDecoder().decode(state.subarray(8, start)).trimEnd();
	const sealed = header.replace(/"crc32":\d+/, `"crc32":${crc32(state.subarray(start))}`).padEnd(start - 8, ' ');
	const made = state.slice();
	made.set(new TextEncoder().encode(sealed), 8);
	return made;
}

describe('crc32', () => {
	it('has the check value of its standard', () => {
		expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
		expect(crc32(empty)).toBe(0);
	});

	it('is what gzip writes, wherever the bytes lie and are cut', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(7), fc.nat(200), (bytes, offset, cut) => {
				const lying = new Uint8Array(offset + bytes.length).subarray(offset);
				lying.set(bytes);
				const gzip = gzipSync(bytes);
				expect(crc32(lying.subarray(cut), crc32(lying.subarray(0, cut)))).toBe(gzip.readUInt32LE(gzip.length - 8));
			})
		);
	});
});
