import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyColumn, keyText, keyTexts } from './key-column';

describe('a key column', () => {
	it('has the texts it was made of', () => {
		fc.assert(
			fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
				const column = keyColumn(texts);
				expect(keyTexts(column)).toEqual(texts);
				expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(column.bytes)).toBe(texts.join(''));
				texts.forEach((text, i) => expect(keyText(column, i)).toBe(text));
			})
		);
	});

	it('keeps what other readers take for a byte order mark', () => {
		expect(keyTexts(keyColumn(['\uFEFFa', '', '\uFEFF']))).toEqual(['\uFEFFa', '', '\uFEFF']);
	});
});
