import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, cellsText, recordText } from './cells-text';

/** Quotes, delimiters, what JSON has to escape, and halves of characters, which UTF-8 lacks. */
const cell = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.string({ unit: fc.constantFrom('"', '\\', '\n', '\r', '\t', '\0', '\u001f', '\u2028', '\ufeff', '\ud83d', '\ude00', '[', ']', ',', ';', '|', 'é', '1') })
);

describe('cells in one text', () => {
	it('come back as they were, whatever is in them', () => {
		fc.assert(
			fc.property(fc.array(cell), (cells) => {
				expect(cellsOf(cellsText(cells))).toEqual(cells);
			})
		);
	});

	it('come back from a record without quotes', () => {
		fc.assert(
			fc.property(fc.constantFrom(',', ';', '\t', '|'), fc.array(cell, { minLength: 1 }), (delimiter, cells) => {
				const own = cells.map((text) => text.replaceAll(delimiter, ''));
				expect(cellsOf(recordText(delimiter, own.join(delimiter)))).toEqual(own);
			})
		);
	});

	it.each(['', 'x', '[', '["a",1]', '["a",["b"]]', '{"0":"a"}', '"a"', 'null', '17', ' ,a'])('are none in %j', (text) => {
		expect(cellsOf(text)).toEqual([]);
	});
});
