import { expect, it } from 'vitest';
import type { Certificate } from '../../core/backend';
import { certificateWords, shortId } from './certificate-words';

const certificate: Certificate = {
	id: '0123456789abcdef',
	packSha256: 'a'.repeat(64),
	backend: 'wasm',
	device: 'SIMD kernel',
	vectors: 64,
	maxAbsError: 3.14e-8,
	tolerance: 1e-4,
	passed: true
};

it('names the device, the largest error and what is allowed', () => {
	expect(shortId(certificate)).toBe('01234567');
	expect(certificateWords(certificate, 'en')).toBe(
		'wasm on SIMD kernel: scores differ from the reference by at most 3.1e-8, allowed are 1.0e-4.'
	);
	expect(certificateWords({ ...certificate, maxAbsError: 0.25, passed: false }, 'en')).toBe(
		'wasm on SIMD kernel: did not pass; scores differ from the reference by up to 0.2500, allowed are 1.0e-4.'
	);
});
