import { describe, expect, it } from 'vitest';
import type { Column, ColumnRole } from '../schema/schema';
import { compilePipeline } from './pipeline';
import type { PipelineParts } from './pipeline';

const column = (name: string, ...roles: ColumnRole[]): Column => ({
	name,
	type: 'number',
	roles,
	aliases: [],
	description: ''
});

/** Two raw columns and the three derived features of the first pack. */
function parts(change: Partial<PipelineParts> = {}): PipelineParts {
	const names = ['Time', 'Amount', 'log_amount', 'hour', 'is_night'];
	return {
		schema: {
			name: 'cards',
			columns: [
				column('Time', 'feature', 'timestamp'),
				column('Class', 'label'),
				column('Amount', 'feature', 'amount')
			]
		},
		pipeline: [
			{ op: 'copy', from: 'Time', to: 'Time' },
			{ op: 'copy', from: 'Amount', to: 'Amount' },
			{ op: 'log1p', from: 'Amount', to: 'log_amount' },
			{ op: 'hour', from: 'Time', to: 'hour' },
			{ op: 'less-than', from: 'hour', to: 'is_night', value: 6 }
		],
		scaler: {
			kind: 'standard',
			names,
			mean: [1000, 10, 0, 12, 0],
			scale: [100, 2, 1, 6, 1],
			low: [-3, -3, -3, -3, -3],
			high: [3, 4, 3, 3, 3]
		},
		...change
	};
}

const time = Float64Array.of(0, 5 * 3600 + 3599, 6 * 3600, 86_400 + 7200.5);
const amount = Float64Array.of(0, Math.E - 1, 100, 11.1);

describe('compilePipeline', () => {
	it('makes amount, hour and night features', () => {
		const pipeline = compilePipeline(parts());
		expect(pipeline.rawNames).toEqual(['Time', 'Amount']);
		expect(pipeline.featureNames).toEqual(['Time', 'Amount', 'log_amount', 'hour', 'is_night']);
		const [, , logAmount, hour, night] = pipeline.begin().unscaled({ rows: 4, columns: [time, amount], labels: null });
		expect([...logAmount]).toEqual([0, 1, Math.log1p(100), Math.log1p(11.1)]);
		expect([...hour]).toEqual([0, 5, 6, 2]);
		expect([...night]).toEqual([1, 1, 0, 1]);
	});

	it('standardises in float64, clips, then rounds to float32', () => {
		const pipeline = compilePipeline(parts());
		const out = new Float32Array(4 * pipeline.width);
		pipeline.begin().transform({ rows: 4, columns: [time, amount], labels: null }, out);
		expect([...out.subarray(0, 5)]).toEqual([-3, -3, 0, -2, 1]);
		expect(out[2 * 5 + 1]).toBe(4);
		expect(out[3 * 5 + 1]).toBe(Math.fround((11.1 - 10) / 2));
	});

	it('lets NaN through without touching other rows', () => {
		const pipeline = compilePipeline(parts());
		const out = new Float32Array(2 * pipeline.width);
		pipeline.begin().transform({ rows: 2, columns: [Float64Array.of(NaN, 1000), Float64Array.of(5, 10)], labels: null }, out);
		expect([...out.subarray(0, 5)].map(Number.isNaN)).toEqual([true, false, false, true, true]);
		expect([...out.subarray(5)].some(Number.isNaN)).toBe(false);
	});

	it('takes a standardised row as it is, within the bounds', () => {
		const pipeline = compilePipeline(parts());
		expect([...pipeline.standardise([0.5, 9, -9, 0, 1])]).toEqual([0.5, 4, -3, 0, 1]);
		expect(() => pipeline.standardise([1, 2])).toThrow(expect.objectContaining({ code: 'input.wrong-count' }));
	});

	it.each<[string, Partial<PipelineParts>]>([
		['unknown', { pipeline: [{ op: 'copy', from: 'unknown', to: 'x' }] }],
		['hour', { pipeline: [{ op: 'less-than', from: 'hour', to: 'is_night', value: 6 }, { op: 'hour', from: 'Time', to: 'hour' }] }],
		['twice', { pipeline: [{ op: 'copy', from: 'Time', to: 't' }, { op: 'hour', from: 'Time', to: 't' }] }],
		['Amount', { pipeline: [{ op: 'log1p', from: 'Amount', to: 'Amount' }] }],
		['Class', { pipeline: [{ op: 'copy', from: 'Class', to: 'Class' }] }],
		['scaler', { pipeline: [{ op: 'copy', from: 'Time', to: 'Time' }] }],
		['text', { schema: { name: 's', columns: [{ ...column('Time', 'feature'), type: 'string' }] } }]
	])('refuses a pipeline and names “%s”', (named, change) => {
		expect(() => compilePipeline(parts(change))).toThrow(
			expect.objectContaining({ code: 'pack.invalid', message: expect.stringContaining(named) as string })
		);
	});
});
