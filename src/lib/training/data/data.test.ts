import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextDictionary } from '../../core/features/text-dictionary';
import { seededRandom } from '../../core/random/random';
import type { Column, Schema } from '../../core/schema/schema';
import { concatenate } from '../dataset';
import type { Dataset } from '../dataset';
import { firstOccurrences } from './first-occurrences';
import { requireVaried } from './require-learnable';
import { requireNotResampled } from './require-not-resampled';
import { inTimeOrder } from './time-order';

const column = (name: string, changes: Partial<Column> = {}): Column => ({ name, type: 'number', roles: ['feature'], aliases: [], description: '', ...changes });
const schema: Schema = { name: 's', columns: [column('seconds'), column('amount'), column('label', { roles: ['label'] })] };

/** Whole seconds, and amounts of whole cents; every tenth row is a fraud. */
function table(rows: number, seed = 1): Dataset {
	const random = seededRandom(seed);
	return {
		rows,
		raw: [Float64Array.from({ length: rows }, (_, row) => 7 * row), Float64Array.from({ length: rows }, () => Math.round(1e4 * random.next()) / 100)],
		labels: Uint8Array.from({ length: rows }, (_, row) => (row % 10 === 0 ? 1 : 0))
	};
}

describe('firstOccurrences', () => {
	it('finds what a set of texts finds, whatever the values', () => {
		const value = fc.oneof(fc.constantFrom(0, -0, 1, NaN, 0.1), fc.double());
		fc.assert(
			fc.property(fc.array(fc.tuple(value, value, fc.constantFrom(0, 1)), { maxLength: 60, size: 'max' }), (rows) => {
				const raw = [0, 1].map((c) => Float64Array.from(rows, (row) => row[c]));
				const texts = rows.map((row) => row.map((x) => String(x + 0)).join());
				const expected = [...texts.keys()].filter((row) => texts.indexOf(texts[row]) === row);
				expect([...firstOccurrences({ rows: rows.length, raw, labels: Uint8Array.from(rows, (row) => row[2]) })]).toEqual(expected);
			})
		);
	});
});

describe('concatenate', () => {
	it('gives texts of all tables common codes', () => {
		const texts = (...all: string[]): Dataset => {
			const dictionary = new TextDictionary();
			return { rows: all.length, raw: [Float64Array.from(all, (text) => dictionary.codeOf(text))], dictionaries: [dictionary], labels: new Uint8Array(all.length) };
		};
		const { raw, dictionaries } = concatenate([texts('a', 'b'), texts('b', 'c', 'a')]);
		expect(Array.from(raw[0], (code) => dictionaries?.[0]?.texts[code])).toEqual(['a', 'b', 'b', 'c', 'a']);
	});
});

describe('requireVaried', () => {
	const filled = (values: number[]): Dataset => ({ ...table(3), raw: [Float64Array.of(1, 2, 3), Float64Array.from(values)] });

	it('names a column that is the same throughout or empty', () => {
		expect(() => requireVaried(filled([5, 5, 5]), schema)).toThrow(expect.objectContaining({ code: 'data.constant-column', detail: { column: 'amount' } }));
		expect(() => requireVaried(filled([NaN, NaN, NaN]), schema)).toThrow(expect.objectContaining({ code: 'data.missing-column', detail: { column: 'amount' } }));
		expect(() => requireVaried(filled([5, 5, 6]), schema)).not.toThrow();
	});

	it('lets an optional column be missing as a whole, and names a constant text', () => {
		const optional = { ...schema, columns: schema.columns.map((one) => (one.name === 'amount' ? { ...one, optional: true } : one)) };
		expect(() => requireVaried(filled([NaN, NaN, NaN]), optional)).not.toThrow();
		const dictionary = new TextDictionary();
		dictionary.codeOf('grocery');
		const texts = { ...filled([0, 0, 0]), dictionaries: [null, dictionary] };
		expect(() => requireVaried(texts, schema)).toThrow(/amount is “grocery” in all 3 rows/);
	});
});

describe('requireNotResampled', () => {
	const selected = ({ raw, labels }: Dataset, rows: readonly number[]): Dataset => ({
		rows: rows.length,
		raw: raw.map((values) => Float64Array.from(rows, (row) => values[row])),
		labels: Uint8Array.from(rows, (row) => labels[row])
	});
	const data = table(600);
	const all = [...data.labels.keys()];
	const frauds = all.filter((row) => data.labels[row] === 1);
	const code = expect.objectContaining({ code: 'data.resampled' }) as unknown;

	it('refuses frauds that were copied until there are as many as normals', () => {
		const copied = [...all, ...Array.from({ length: 480 }, (_, i) => frauds[i % frauds.length])];
		expect(() => requireNotResampled(selected(data, copied), schema)).toThrow(code);
	});

	it('refuses frauds that were mixed of others, as SMOTE does', () => {
		const random = seededRandom(2);
		const mixed = Array.from({ length: 300 }, () => [frauds[random.int(frauds.length)], frauds[random.int(frauds.length)], random.next()] as const);
		const mix = (values: Float64Array) => mixed.map(([a, b, share]) => values[a] + share * (values[b] - values[a]));
		const smote: Dataset = {
			rows: 900,
			raw: data.raw.map((values) => Float64Array.from([...values, ...mix(values)])),
			labels: Uint8Array.from([...data.labels, ...new Array<number>(300).fill(1)])
		};
		expect(() => requireNotResampled(smote, schema)).toThrow(code);
	});

	it('takes data as they are, a few repeats, and the same file twice', () => {
		expect(() => requireNotResampled(data, schema)).not.toThrow();
		// ULB's own share: 19 of 492 frauds repeat another, 1,062 of 284,315 normals.
		expect(() => requireNotResampled(selected(data, [...all, ...frauds.slice(0, 3)]), schema)).not.toThrow();
		expect(() => requireNotResampled(selected(data, [...all, ...all]), schema)).not.toThrow();
	});
});

describe('inTimeOrder', () => {
	it('sorts what goes backwards, rows of one time in their order', () => {
		const data = { ...table(4), raw: [Float64Array.of(1, 2, 3, 4)] };
		const { data: sorted, times, backwards } = inTimeOrder(data, Float64Array.of(5, 3, 5, 3));
		expect([[...sorted.raw[0]], [...times], backwards]).toEqual([[2, 4, 1, 3], [3, 3, 5, 5], 2]);
		const ordered = inTimeOrder(data, Float64Array.of(1, 1, 2, 2));
		expect([ordered.data, ordered.backwards]).toEqual([data, 0]);
	});
});
