import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../core/embed/limits';
import { methods } from '../core/embed/wire';
import { checkScore } from './check-score';
import { checkScoreFile } from './check-params';
import { Refusal } from './refusal';
import { pause } from './test-support';

const { signal } = new AbortController();

/** What was made of parameters, or the code of the refusal and where. */
async function checked(params: unknown, rest: () => Promise<void> = pause) {
	try {
		return { given: await checkScore(params, signal, rest) };
	} catch (thrown) {
		if (thrown instanceof Refusal) return { code: thrown.code, ...thrown.detail };
		throw thrown;
	}
}

const cell = fc.oneof(
	{ weight: 9, arbitrary: fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(null)) },
	{ weight: 1, arbitrary: fc.anything() }
);
const name = fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('Amount', 'constructor', 'toString', 'n'.repeat(200), 'n'.repeat(201)));
const record = <T>(value: fc.Arbitrary<T>) => fc.array(fc.tuple(name, value), { maxLength: 6 }).map((fields) => Object.fromEntries(fields));
const columnOf = (rows: number) =>
	fc.oneof(
		fc.array(fc.string(), { minLength: rows, maxLength: rows }),
		fc.array(cell, { maxLength: 3 }),
		fc.float64Array({ minLength: rows, maxLength: rows }),
		fc.int16Array({ minLength: rows, maxLength: rows }),
		fc.bigInt64Array({ maxLength: 3 })
	);
const params = fc.oneof(
	record(cell).map((transaction) => ({ transaction })),
	fc.array(fc.oneof({ weight: 9, arbitrary: record(cell) }, { weight: 1, arbitrary: fc.anything() }), { maxLength: 5 }).map((transactions) => ({ transactions })),
	fc.nat({ max: 3 }).chain((rows) => record(columnOf(rows))).map((columns) => ({ columns })),
	fc.record({ transaction: record(cell), transactions: fc.array(record(cell)), columns: record(columnOf(1)), other: cell }, { requiredKeys: [] }),
	fc.anything()
);

describe('parameters of score', () => {
	it('are taken as the schema takes them, and refused where it refuses them', async () => {
		let taken = 0;
		await fc.assert(
			fc.asyncProperty(params, async (sent) => {
				const cloned: unknown = structuredClone(sent);
				const bySchema = methods.score.safeParse(cloned);
				const { given } = await checked(cloned);
				expect(given).toEqual(bySchema.data);
				if (given) taken += 1;
			}),
			{ numRuns: 2000 }
		);
		expect(taken).toBeGreaterThan(100);
	});

	it('keep a field of any name but __proto__, which is refused wherever it stands', async () => {
		const odd = { constructor: 1, hasOwnProperty: 'x', toString: null };
		expect(await checked({ transaction: odd })).toEqual({ given: { transaction: odd } });
		const proto: unknown = JSON.parse('{"__proto__": 1}');
		const columns: unknown = Object.fromEntries([['__proto__', ['x']]]);
		expect(await checked({ transaction: proto })).toMatchObject({ code: 'embed.bad-params' });
		expect(await checked({ transactions: [{}, proto] })).toEqual({ code: 'embed.bad-params', path: 'transactions[1]' });
		expect(await checked({ columns })).toEqual({ code: 'embed.bad-params', path: 'columns' });
	});

	it('are looked into in slices, however many they are, with a pause between each', async () => {
		let looked = 0;
		const between: number[] = [];
		const rest = async () => {
			between.push(looked);
			looked = 0;
		};
		// Each transaction is read when its turn comes, which is how this knows how many a slice has.
		const fields = 30;
		const some = Object.fromEntries(Array.from({ length: fields }, (_, i) => [`V${i}`, i]));
		const transactions = new Proxy(Array.from({ length: limits.transactions }, () => some), {
			get: (target, key, self) => {
				if (typeof key === 'string' && /^\d+$/.test(key)) looked += fields;
				return Reflect.get(target, key, self);
			}
		});
		expect(await checked({ transactions }, rest)).toMatchObject({ given: {} });
		expect(between.length).toBeGreaterThan(20);
		expect(Math.max(...between, looked)).toBeLessThan(11_000);
	});

	it('have pauses between the texts of a column, too', async () => {
		let pauses = 0;
		const texts = Array.from({ length: 40_000 }, (_, i) => `t${i}`);
		const { given } = await checked({ columns: { a: texts, b: new Float64Array(40_000) } }, async () => void (pauses += 1));
		expect(given).toEqual({ columns: { a: texts, b: new Float64Array(40_000) } });
		expect(pauses).toBe(4);
	});

	it('that were cancelled in a pause go no further', async () => {
		const abort = new AbortController();
		const reason = new Error('enough');
		const check = checkScore({ columns: { a: Array(100_000).fill('x') } }, abort.signal, async () => abort.abort(reason));
		await expect(check).rejects.toBe(reason);
	});

	it('are taken up to the limits and refused above them', async () => {
		const text = 'x'.repeat(limits.textLength);
		const most = Math.floor(limits.allText / limits.textLength);
		expect(await checked({ columns: { a: Array(most).fill(text) } })).toMatchObject({ given: {} });
		expect(await checked({ columns: { a: Array(most + 1).fill(text) } })).toEqual({ code: 'embed.too-large', path: 'columns', most: limits.allText });
		expect(await checked({ columns: { a: [`${text}x`] } })).toEqual({ code: 'embed.too-large', path: 'columns.a[0]', most: limits.textLength });
		const many = (count: number) => ({ transaction: Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, 1])) });
		expect(await checked(many(limits.fields))).toMatchObject({ given: {} });
		expect(await checked(many(limits.fields + 1))).toEqual({ code: 'embed.too-large', path: 'transaction', most: limits.fields });
		expect(await checked({ columns: { a: new Uint8Array(limits.rows) } })).toMatchObject({ given: {} });
		expect(await checked({ transactions: Array(limits.transactions).fill({}) })).toMatchObject({ given: {} });
	});

	it('keep the memory of typed columns: nothing is copied', async () => {
		const a = new Float64Array([1, NaN, Infinity]);
		const { given } = await checked({ columns: { a } });
		expect(given && 'columns' in given && given.columns.a).toBe(a);
	});
});

describe('parameters of scoreFile', () => {
	class Sized extends Blob {
		constructor(private readonly claimed: number) {
			super();
		}
		override get size(): number {
			return this.claimed;
		}
	}

	it('have a file up to the limit', () => {
		const file = new Sized(limits.fileBytes);
		expect(checkScoreFile({ file, name: 'a.csv' })).toEqual({ file, name: 'a.csv', scores: true, scoredFile: true });
		expect(() => checkScoreFile({ file: new Sized(limits.fileBytes + 1), name: 'a.csv' })).toThrow(expect.objectContaining({ code: 'embed.too-large' }));
	});

	it.each([{ name: '' }, { name: 'n'.repeat(256) }, { scores: 1 }, { more: true }, { file: null }])('are refused with %o', (change) => {
		expect(() => checkScoreFile({ file: new Blob(), name: 'a.csv', ...change })).toThrow(expect.objectContaining({ code: 'embed.bad-params' }));
	});
});
