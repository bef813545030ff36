import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AmountColumn } from './amounts';
import { rowsDescending } from './descending';
import type { OwnColumns } from './threshold-columns';
import { ThresholdTable, type ThresholdColumns } from './threshold-table';

const float = fc.oneof(fc.float(), fc.constantFrom(0, -0, 1, 2.5, NaN, Infinity, -Infinity));
const columns: fc.Arbitrary<ThresholdColumns> = fc
	.array(fc.tuple(float, fc.option(fc.integer({ min: 0, max: 1e6 }), { nil: NaN }), fc.constantFrom(0, 1, 255)))
	.map((rows) => ({
		margin: Float32Array.from(rows, ([margin]) => margin),
		amount: Float64Array.from(rows, ([, cents]) => cents),
		label: Uint8Array.from(rows, ([, , label]) => label)
	}));

describe('rowsDescending', () => {
	it('sorts like a stable comparison sort', () => {
		fc.assert(
			fc.property(fc.array(fc.float({ noDefaultInfinity: false })), (values) => {
				const floats = Float32Array.from(values.map((x) => (x === 0 ? 0 : x)));
				const expected = [...floats.keys()].filter((i) => !Number.isNaN(floats[i]));
				expected.sort((a, b) => (floats[a] === floats[b] ? a - b : floats[b] > floats[a] ? 1 : -1));
				expect([...rowsDescending(floats)]).toEqual(expected);
			})
		);
	});
});

describe('ThresholdTable', () => {
	it('answers every threshold as a plain count does', () => {
		fc.assert(
			fc.property(columns, fc.oneof(fc.double(), fc.nat()), (given, pick) => {
				const { margin, amount, label } = given;
				const table = ThresholdTable.build(given);
				// A threshold out of the air, or one of the margins themselves.
				const threshold = Number.isInteger(pick) && margin.length > 0 ? margin[pick % margin.length] : pick;
				const flagged = [...margin.keys()].filter((i) => margin[i] >= threshold);
				const counted = (truth: number, yes: boolean) =>
					margin.filter((m, i) => !Number.isNaN(m) && label[i] === truth && m >= threshold === yes).length;
				const labelled = margin.filter((m, i) => !Number.isNaN(m) && label[i] <= 1).length;
				expect(ThresholdTable.at(table, threshold)).toEqual({
					flagged: flagged.length,
					flaggedAmount: flagged.reduce((sum, i) => sum + (amount[i] || 0), 0),
					confusion:
						labelled === 0
							? null
							: { tp: counted(1, true), fp: counted(0, true), fn: counted(1, false), tn: counted(0, false) }
				});
			})
		);
	});

	it('finds the lowest margin that keeps a budget', () => {
		fc.assert(
			fc.property(columns, fc.nat(12), (given, alerts) => {
				const table = ThresholdTable.build(given);
				const threshold = ThresholdTable.marginForBudget(table, alerts);
				expect(ThresholdTable.at(table, threshold).flagged).toBeLessThanOrEqual(
					threshold === Infinity ? Math.max(alerts, ThresholdTable.at(table, Infinity).flagged) : alerts
				);
				const lower = [...table.margins].find((m) => m < threshold);
				if (lower !== undefined) expect(ThresholdTable.at(table, lower).flagged).toBeGreaterThan(alerts);
			})
		);
	});

	it('never splits ties', () => {
		const table = ThresholdTable.build({
			margin: Float32Array.from([1, 3, 2, 2, 2, NaN]),
			amount: Float64Array.from([10, 20, 30, 40, NaN, 50]),
			label: Uint8Array.from([0, 1, 1, 0, 255, 1])
		});
		expect([...table.margins]).toEqual([3, 2, 2, 2, 1]);
		expect([0, 0.9, 1, 2, 3, 4, 5, 99].map((n) => ThresholdTable.marginForBudget(table, n))).toEqual([
			Infinity, Infinity, 3, 3, 3, 2, 1, 1
		]);
		expect(ThresholdTable.at(table, 2)).toEqual({
			flagged: 4,
			flaggedAmount: 90,
			confusion: { tp: 2, fp: 1, fn: 0, tn: 1 }
		});
		expect(ThresholdTable.at(structuredClone(table), 2.5).flagged).toBe(1);
		expect(() => ThresholdTable.marginForBudget(table, NaN)).toThrow(RangeError);
	});

	it('keeps the cents over many rows', () => {
		const rows = 300_000;
		const table = ThresholdTable.build({
			margin: new Float32Array(rows),
			amount: new Float64Array(rows).fill(0.1),
			label: new Uint8Array(rows).fill(255)
		});
		expect(ThresholdTable.at(table, 0).flaggedAmount).toBe(rows / 10);
	});
});

describe('ThresholdTable.fromOwn', () => {
	const money = fc.oneof(fc.integer({ min: -1e9, max: 1e9 }).map((cents) => cents / 100), fc.constantFrom(NaN, 0, 0.07, 21_474_836.47));
	const odd = fc.constantFrom(-0, 0.001, 1e17, -1e17, 1 / 3, -21_474_836.48, Infinity);

	/** The columns twice, with amounts as a column holds them and as they are. */
	function both(given: readonly (readonly [margin: number, amount: number, label: number])[]): [held: OwnColumns, plain: ThresholdColumns] {
		const amount = Float64Array.from(given, ([, value]) => value);
		const margin = () => Float32Array.from(given, ([value]) => value);
		const label = () => Uint8Array.from(given, ([, , value]) => value);
		const column = new AmountColumn(given.length);
		column.write(0, amount);
		return [
			{ margin: margin(), amount: column.values, label: label(), score: Float64Array.from(margin()) },
			{ margin: margin(), amount, label: label() }
		];
	}

	function bytes({ margins, cumulativeAmount, frauds, otherwise }: ThresholdTable): number[][] {
		return [margins, cumulativeAmount, frauds, otherwise].map(({ buffer, byteOffset, byteLength }) => [...new Uint8Array(buffer, byteOffset, byteLength)]);
	}

	it('is to the bit the table of the same columns, and puts their scores in its order', () => {
		for (const amount of [money, fc.oneof({ weight: 9, arbitrary: money }, odd)]) {
			fc.assert(
				fc.property(fc.array(fc.tuple(fc.float({ noNaN: true }), amount, fc.constantFrom(0, 1, 255))), (given) => {
					const [held, plain] = both(given);
					const { table, scores } = ThresholdTable.fromOwn(held);
					const expected = ThresholdTable.build(plain);
					expect(table).toEqual(expected);
					expect(bytes(table)).toEqual(bytes(expected));
					expect([...(scores ?? [])]).toEqual([...table.margins]);
					const buffers = [table.margins, table.cumulativeAmount, table.frauds, table.otherwise].map(({ buffer }) => buffer);
					expect(new Set([...buffers, scores?.buffer]).size).toBe(5);
				})
			);
		}
	});

	it('sums hundredths as it does the amounts themselves, over many rows', () => {
		const [held, plain] = both(Array.from({ length: 100_001 }, (_, i) => [(i * 7919) % 1009, ((i * 104_729) % 5_000_011) / 100, i % 500 === 0 ? 1 : 0]));
		expect(held.amount).toBeInstanceOf(Int32Array);
		expect(ThresholdTable.fromOwn(held).table).toEqual(ThresholdTable.build(plain));
	});
});
