import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CardNames } from '../../core/privacy/card-names';
import { keyedHash } from '../../core/privacy/keyed-hash';
import { keyTexts } from '../../core/run/key-column';
import { rowCells } from '../../csv/cells';
import { openTable } from '../../csv/open';
import { sourceOf } from '../../csv/testing';
import { KeyCells } from './key-cells';
import { shownCells } from './shown-cells';

const hash = keyedHash(new Uint8Array(32).fill(7));
const card = '4111111111111111';

/** Cells that hold no number, part of one, one in groups, one by the check digit, quotes, and what is no ASCII. */
const cell = fc.oneof(
	fc.string({ unit: 'grapheme', maxLength: 30 }),
	fc.string({ unit: fc.constantFrom('0', '1', '4', '9', ' ', '-', '.', 'x', '\t', '"', 'é'), maxLength: 30 }),
	fc.constantFrom('', card, ` ${card} `, '4111 1111 1111 1111', '4111-1111-1111-1111x', `paid with ${card}, twice`, '55000000000', 'ä"ö', '1.5500005555555559')
);
const row = fc.array(cell, { minLength: 1, maxLength: 5 });
const asUtf8 = (text: string) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const written = fc.record({ rows: fc.array(row, { minLength: 1, maxLength: 8 }), quotesAll: fc.boolean(), sensitive: fc.constantFrom<readonly number[]>([], [1], [2]) });

describe('KeyCells', () => {
	it('names cards as the cells of a row that is shown do, and leaves other texts as they are', async () => {
		await fc.assert(
			fc.asyncProperty(written, async ({ rows, quotesAll, sensitive }) => {
				const lines = rows.map((cells) => cells.map((text) => (quotesAll || /[",\r\n]/.test(text) ? quoted(text) : text)).join(','));
				const table = await openTable(sourceOf(`a,b,c\nd,e,f\n${lines.join('\n')}\n`));
				const columns = { counts: { own: 3, appended: 0 }, sensitive: new Set(sensitive) };
				const keys = [0, 1, 2].map((index) => new KeyCells({ name: `k${index}`, index, sensitive: sensitive.includes(index) }, columns, new CardNames(hash)));
				const names = new CardNames(hash);
				for await (const batch of table.batches(3)) {
					const texts = keys.map((key) => keyTexts(key.of(batch)));
					for (let r = 0; r < batch.rows; r++) {
						const shown = shownCells(batch, r, columns, names);
						const cells = rowCells(batch, r);
						// A card that stands in its own column is one, however the row is cut.
						const expected = [0, 1, 2].map((i) => (i < cells.length && sensitive.includes(i) ? names.ofCell(cells[i]) : (shown[i] ?? '')));
						// The last four characters of a text may begin with half of one: UTF-8 has none for that.
						expect(texts.map((column) => column[r])).toEqual(expected.map(asUtf8));
					}
				}
				await table.close();
			}),
			{ numRuns: 150 }
		);
	});
});
