import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePipeline } from '../../core/features/pipeline';
import type { PipelineStep } from '../../core/features/steps';
import type { Schema } from '../../core/schema/schema';
import { looksRaw } from './looks-raw';

const names = ['Time', 'V1', 'Amount'];
const schema: Schema = {
	name: 'small',
	columns: names.map((name) => ({ name, type: 'number', roles: ['feature'], aliases: [], description: '' }))
};
const pipeline: PipelineStep[] = [
	...names.map((name) => ({ op: 'copy', from: name, to: name }) as const),
	{ op: 'log1p', from: 'Amount', to: 'log_amount' },
	{ op: 'hour', from: 'Time', to: 'hour' },
	{ op: 'less-than', from: 'hour', to: 'is_night', value: 6 }
];
// The means and standard deviations that ULB's Time, V1, Amount and what is made of them have.
const scaler = {
	kind: 'standard' as const,
	names: pipeline.map((step) => step.to),
	mean: [94_814, 0, 88.3, 3.15, 14.5, 0.09],
	scale: [47_488, 1.96, 250, 1.66, 5.85, 0.29],
	low: new Array<number>(6).fill(-10),
	high: new Array<number>(6).fill(10)
};
const model = { pipeline: compilePipeline({ schema, pipeline, scaler }), manifest: { pipeline, scaler }, reference: null };

const hour = (time: number) => Math.floor(time / 3600) % 24;
const rawRow = (time: number, v1: number, amount: number) => [
	time,
	v1,
	amount,
	Math.log1p(amount),
	hour(time),
	hour(time) < 6 ? 1 : 0
];
const time = fc.integer({ min: 0, max: 172_792 });
const amount = fc.integer({ min: 0, max: 2_569_116 }).map((cents) => cents / 100);
const v1 = fc.double({ min: -56, max: 2.5, noNaN: true });

describe('33 values that look raw', () => {
	it('are all rows of raw values, the first ones of a file too', () => {
		fc.assert(
			fc.property(time, v1, amount, (t, v, a) => {
				expect(looksRaw(model, rawRow(t, v, a))).toBeTypeOf('string');
			})
		);
		expect(looksRaw(model, rawRow(0, -1.36, 149.62))).toContain('is_night');
	});

	it('are raw rows with rounded logarithms', () => {
		expect(looksRaw(model, [406, -2.31, 0, 0, 0, 1])).not.toBeNull();
		expect(looksRaw(model, [1, 1.19, 2.69, 1.31, 0, 1])).not.toBeNull();
	});

	it('are never standardised rows', () => {
		fc.assert(
			fc.property(time, v1, amount, (t, v, a) => {
				const standardised = rawRow(t, v, a).map((x, i) => (x - scaler.mean[i]) / scaler.scale[i]);
				fc.pre(Math.abs(standardised[2]) < 100);
				expect(looksRaw(model, standardised)).toBeNull();
			}),
			{ numRuns: 1000 }
		);
	});

	it('are not the zeros of an average transaction', () => {
		expect(looksRaw(model, [0, 0, 0, 0, 0, 0])).toBeNull();
	});

	it('are those with a value that no standardised one has', () => {
		expect(looksRaw(model, [0.2, 0.1, 149.62, 1, 1, 1])).toContain('Amount');
	});
});
