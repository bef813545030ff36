import { describe, expect, it } from 'vitest';
import type { TreeEnsemble } from '../members/trees/ensemble';
import { schema as schemaType } from '../schema/schema';
import { levelOf } from './encoding';
import { compilePipeline } from './pipeline';
import type { CompiledPipeline } from './pipeline';
import type { PipelineStep } from './steps';
import type { Forests } from './rows/compile';

const schema = schemaType.parse({
	name: 's',
	columns: [
		{ name: 'kind', type: 'string', roles: ['feature'] },
		{ name: 'when', type: 'datetime', roles: ['feature'] },
		{ name: 'a', type: 'number', roles: ['feature'] },
		{ name: 'b', type: 'number', roles: ['feature'], optional: true }
	]
});

function compile(pipeline: readonly PipelineStep[], forests?: Forests): CompiledPipeline {
	const names = pipeline.map(({ to }) => to).filter((name) => !name.startsWith('_'));
	const all = (value: number): number[] => names.map(() => value);
	const scaler = { kind: 'standard' as const, names, mean: all(0), scale: all(1), low: all(-1e12), high: all(1e12) };
	return compilePipeline({ schema, pipeline, scaler, forests });
}

interface Row {
	readonly kind?: string;
	readonly when?: number;
	readonly a?: number;
	readonly b?: number;
}

/** The last feature of every row. */
function made(pipeline: readonly PipelineStep[], rows: readonly Row[], forests?: Forests): number[] {
	const session = compile(pipeline, forests).begin();
	const number = (name: 'when' | 'a' | 'b'): Float64Array => Float64Array.from(rows, (row) => row[name] ?? NaN);
	const kinds = Float64Array.from(rows, ({ kind }) => (kind === undefined ? NaN : (session.dictionaries[0]?.codeOf(kind) ?? NaN)));
	const features = session.unscaled({ rows: rows.length, columns: [kinds, number('when'), number('a'), number('b')], labels: null });
	return [...(features.at(-1) ?? [])];
}

describe('row steps', () => {
	it('know the calendar', () => {
		const times = ['2024-01-01T06:30:00Z', '2023-12-31T23:59:59Z', '1969-12-31T12:00:00Z'].map((text) => ({ when: Date.parse(text) / 1000 }));
		expect(made([{ op: 'weekday', from: 'when', to: 'x' }], times)).toEqual([0, 6, 2]);
		expect(made([{ op: 'time-of-day', from: 'when', to: 'x' }], times)).toEqual([6.5, 86_399 / 3600, 12]);
	});

	it('compute with columns and numbers', () => {
		const rows = [{ a: -6, b: 4 }, { a: 1, b: 0 }, { a: 0, b: 0 }, { a: 5 }];
		const combine = (how: 'add' | 'subtract' | 'multiply' | 'divide' | 'min' | 'max', right: string | number = 'b') =>
			made([{ op: 'combine', how, left: 'a', right, to: 'x', otherwise: -99 }], rows);
		expect(combine('divide')).toEqual([-1.5, -99, -99, -99]);
		expect(combine('add')).toEqual([-2, 1, 0, -99]);
		expect(combine('max')).toEqual([4, 1, 0, -99]);
		expect(combine('subtract', 1)).toEqual([-7, 0, -1, 4]);
		expect(made([{ op: 'coalesce', from: ['b', 'a'], to: 'x', otherwise: 7 }], [{ a: 1, b: 2 }, { a: 1 }, {}])).toEqual([2, 1, 7]);
		expect(made([{ op: 'abs', from: 'a', to: 'x' }], rows)).toEqual([6, 1, 0, 5]);
	});

	it('tell texts apart, also those of later rows', () => {
		const rows = [{ kind: 'food' }, { kind: 'fuel' }, { kind: '' }, {}, { kind: 'food court' }];
		const of = (step: PipelineStep) => made([step], rows);
		expect(of({ op: 'one-of', from: 'kind', to: 'x', values: ['food', 'fun'], not: false })).toEqual([1, 0, 0, 0, 0]);
		expect(of({ op: 'one-of', from: 'kind', to: 'x', values: ['food', 'fun'], not: true })).toEqual([0, 1, 1, 1, 1]);
		expect(of({ op: 'starts-with', from: 'kind', to: 'x', prefix: 'food' })).toEqual([1, 0, 0, 0, 1]);
		expect(of({ op: 'ordinal', from: 'kind', to: 'x', levels: ['fuel', 'food'] })).toEqual([1, 0, 2, 2, 2]);

		const session = compile([{ op: 'ordinal', from: 'kind', to: 'x', levels: ['fuel', 'food'] }]).begin();
		const block = (text: string) => {
			const codes = Float64Array.of(session.dictionaries[0]?.codeOf(text) ?? NaN);
			return [...session.unscaled({ rows: 1, columns: [codes, codes, codes, codes], labels: null })[0]];
		};
		expect([block('food'), block('fuel'), block('other'), block('food')]).toEqual([[1], [0], [2], [1]]);
	});

	it('encode levels of texts and numbers', () => {
		const table = { [levelOf(['food', 3])]: 0.5, [levelOf(['fuel', 3])]: 0.25, [levelOf(['food', NaN])]: 0.125, food: 0.75 };
		const rows = [{ kind: 'food', b: 3 }, { kind: 'fuel', b: 3 }, { kind: 'food' }, { kind: 'fun', b: 3 }, { kind: 'food', b: 3 }];
		const encode = (from: string[]) => made([{ op: 'encode', from, to: 'x', smoothing: 0, table, otherwise: 0 }], rows);
		expect(encode(['kind', 'b'])).toEqual([0.5, 0.25, 0.125, 0, 0.5]);
		expect(encode(['kind'])).toEqual([0.75, 0, 0.75, 0, 0.75]);
	});

	it('hide intermediates from members', () => {
		const pipeline = compile([
			{ op: 'log1p', from: 'a', to: '_log' },
			{ op: 'abs', from: '_log', to: 'size' }
		]);
		expect([pipeline.featureNames, pipeline.width]).toEqual([['size'], 1]);
		expect(pipeline.rawTypes).toEqual(['string', 'datetime', 'number', 'number']);
		expect(() => compile([{ op: 'copy', from: 'a', to: '_a' }])).toThrow(expect.objectContaining({ code: 'pack.invalid' }));
	});

	it('score anomalies by a forest that is there', () => {
		const leaf = Int32Array.of(-1);
		const forest: TreeEnsemble = {
			...{ rules: 'xgboost', width: 2, baseMargin: 0, roots: Int32Array.of(0), feature: leaf, value: Float64Array.of(-1) },
			...{ left: leaf, right: leaf, flags: new Uint8Array(1), setBounds: Int32Array.of(0), setWords: new Uint32Array(0) }
		};
		const step: PipelineStep = { op: 'anomaly', from: ['a', 'b'], to: 'x', forest: 'forest' };
		expect(made([step], [{ a: 1, b: 2 }], new Map([['forest', forest]]))).toEqual([0.5]);
		expect(() => compile([step])).toThrow(expect.objectContaining({ code: 'pack.invalid' }));
		expect(() => compile([{ ...step, from: ['a'] }], new Map([['forest', forest]]))).toThrow(/reads 2 features, not 1/);
	});

	it.each<[RegExp, PipelineStep]>([
		[/text column “kind” for a number/, { op: 'log1p', from: 'kind', to: 'x' }],
		[/number “a” for a text/, { op: 'ordinal', from: 'a', to: 'x', levels: ['1'] }],
		[/reads “c” to make “x”/, { op: 'combine', how: 'add', left: 'a', right: 'c', to: 'x', otherwise: 0 }],
		[/number “a” for a text/, { op: 'since', key: ['a'], time: 'when', to: 'x', otherwise: 0 }],
		[/has a column twice/, { op: 'since', key: ['kind', 'kind'], time: 'when', to: 'x', otherwise: 0 }],
		[/only a count is of nothing/, { op: 'window', key: ['kind'], time: 'when', seconds: 1, of: 'a', how: 'count', current: true, to: 'x', otherwise: 0 }],
		[/only a count is of nothing/, { op: 'decay', key: ['kind'], time: 'when', halfLife: 1, of: null, how: 'sum', current: true, to: 'x', otherwise: 0 }]
	])('refuse with %s', (message, step) => {
		expect(() => compile([step])).toThrow(message);
	});
});
