import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CardNames } from '../../core/privacy/card-names';
import { keyedHash } from '../../core/privacy/keyed-hash';
import { cellsOf } from '../../core/run/cells-text';
import type { Dialect } from '../../core/run/types';
import { openTable } from '../../csv/open';
import { bytesOf, sourceOf } from '../../csv/testing';
import { keptCells } from './kept-cells';
import { shownCells } from './shown-cells';

const names = new CardNames(keyedHash(new Uint8Array(32).fill(7)));
const card = '4111111111111111';

/** Bytes that are no UTF-8, by what stands for them in the texts below. */
const broken = new Map([
	['\u0001', 0xc3],
	['\u0002', 0xf0],
	['\u0003', 0xff]
]);
const asBytes = (text: string) => Uint8Array.from([...text].flatMap((unit) => broken.get(unit) ?? [...bytesOf(unit)]));

const piece = fc.constantFrom(
	...['0', '1', '4', '9', ' ', '-', '.', ',', ';', 'x', '\t', '"', 'é', '漢', '😀', '\ufeff', '\u0001', '\u0002', '\u0003'],
	...[card, '4111 1111', '5500-0055-5555-5559', '378282246310005', '1.4111111111111111', '-1.3598071336738', '2018-04-01 00:00:31']
);
const cell = fc.oneof(
	fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')),
	fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map(String),
	fc.constantFrom('', card, 'x'.repeat(1000), 'x'.repeat(1001), 'é'.repeat(501), `${'x'.repeat(990)}${card}`)
);
const delimiters = fc.constantFrom<Dialect['delimiter'][]>(',', ';', '\t', '|');
const written = fc.record({
	...{ delimiter: delimiters, quotesAll: fc.boolean(), sensitive: fc.constantFrom<readonly number[]>([], [], [1]) },
	rows: fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 })
});

describe('keptCells', () => {
	it('are those that are shown, but for the ends of long ones', async () => {
		let asTheyStand = 0;
		await fc.assert(
			fc.asyncProperty(written, async ({ rows, delimiter, quotesAll, sensitive }) => {
				const spelled = (text: string) => (quotesAll || /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text);
				// The last row can be kept as it stands, but where all is quoted or a column has cards.
				const lines = [['a', 'b', 'c'], ...rows, ['1', '2.5', '']].map((cells) => cells.map(spelled).join(delimiter));
				const table = await openTable(sourceOf(asBytes(`${lines.join('\n')}\n`)), { dialect: { delimiter, encoding: 'utf-8' } });
				const columns = { counts: { own: 3, appended: 0 }, sensitive: new Set(sensitive) };
				for await (const batch of table.batches(4)) {
					for (let row = 0; row < batch.rows; row++) {
						const shown = shownCells(batch, row, columns, names);
						const kept = keptCells(batch, row, columns, names);
						expect(cellsOf(kept)).toEqual(shown.map((text) => (text.length > 1000 ? `${text.slice(0, 999)}…` : text)));
						if (!kept.startsWith('[')) asTheyStand++;
					}
				}
				await table.close();
			}),
			{ numRuns: 300 }
		);
		expect(asTheyStand).toBeGreaterThan(50);
	});
});
