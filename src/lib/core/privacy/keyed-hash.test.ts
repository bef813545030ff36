import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyBytes, keyedHash } from './keyed-hash';

describe('keyedHash', () => {
	it('is the beginning of HMAC-SHA-256, whatever was hashed before', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: keyBytes, maxLength: keyBytes }), fc.array(fc.string({ unit: 'grapheme' })), (key, texts) => {
				const hash = keyedHash(key);
				for (const text of texts) {
					expect(hash.of(text)).toBe(createHmac('sha256', key).update(text, 'utf8').digest('hex').slice(0, 16));
				}
			})
		);
	});
});
