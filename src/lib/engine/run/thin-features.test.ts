import { describe, expect, it } from 'vitest';
import { keepAllRows, keepsFeatures } from './feature-sample';
import { thinnedFeatures } from './thin-features';

describe('thinnedFeatures', () => {
	const rows = 300;
	const decision = new Uint8Array(rows).map((_, row) => (row % 50 === 0 ? 1 : 0));
	const all = Array.from({ length: rows }, (_, row) => row);
	/** Three columns that tell of which row they are. */
	const columnsOf = (entries: readonly number[]) => Float32Array.from([1, 1000, -1].flatMap((factor) => entries.map((row) => row * factor)));

	it.each([
		['all rows', all, null],
		['scored rows', all.filter((row) => row % 7 !== 3), Uint32Array.from(all.filter((row) => row % 7 !== 3))]
	])('leaves of the features of %s those that the log keeps, each with all its columns', (_, entries, given) => {
		const features = { rows: given, values: columnsOf(entries) };
		for (const firstRow of [keepAllRows - 150, keepAllRows + 7]) {
			const thinned = thinnedFeatures(features, firstRow, { rows, scored: entries.length, decision });
			const expected = entries.filter((row) => keepsFeatures(firstRow + row, decision[row] !== 0));
			expect(expected.length).toBeLessThan(entries.length);
			expect(thinned).toEqual({ rows: Uint32Array.from(expected), values: columnsOf(expected) });
		}
	});

	it('leaves them alone where the log keeps all', () => {
		const features = { rows: null, values: columnsOf(all) };
		expect(thinnedFeatures(features, keepAllRows - rows + 1, { rows, scored: rows, decision })).toBe(features);
	});
});
