import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../core/embed/limits';
import { methods } from '../core/embed/wire';
import { z } from '../core/zod';
import { connect, type HostEnd } from './test-support';

// What must never come back. Names of fields may, values may not.
const secret = '4111-1111-geheim';

const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'valueOf', 'toJSON'];
const anything = fc.anything({
	values: [fc.constant(secret), fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined), fc.bigInt()],
	key: fc.constantFrom('transaction', 'transactions', 'columns', 'file', 'name', 'id', 'review', 'theme', 'jsonrpc', 'a', '', ...names),
	maxDepth: 3,
	withDate: true,
	withMap: true,
	withSet: true,
	withTypedArray: true,
	withSparseArray: true,
	withNullPrototype: true
});
const own = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary }, { weight: 1, arbitrary: anything });

const cell = own(fc.oneof(fc.constant(secret), fc.double(), fc.boolean(), fc.constant(null), fc.constant('x'.repeat(limits.textLength + 1))));
const fieldName = fc.oneof(fc.constantFrom('Amount', 'Time', '', 'n'.repeat(201), ...names), fc.string({ maxLength: 5 }));
// `Object.fromEntries` makes even `__proto__` a field of its own, and cloning keeps it so.
const transaction = fc.array(fc.tuple(fieldName, cell), { maxLength: 5 }).map((fields) => Object.fromEntries(fields));
const column = own(fc.oneof(fc.array(cell, { maxLength: 4 }), fc.float64Array({ maxLength: 4 }), fc.uint8Array({ maxLength: 4 })));
const columns = fc.array(fc.tuple(fieldName, column), { maxLength: 4 }).map((all) => Object.fromEntries(all));
const params = own(
	fc.record(
		{
			transaction: own(transaction),
			transactions: own(fc.array(own(transaction), { maxLength: 4 })),
			columns: own(columns),
			file: own(fc.constant(new Blob([secret]))),
			name: own(fc.constantFrom('a.csv', secret.repeat(100))),
			review: own(fc.double()),
			theme: own(fc.constantFrom('dark', secret)),
			id: own(fc.nat())
		},
		{ requiredKeys: [] }
	)
);
const message = fc.oneof(
	{ weight: 1, arbitrary: anything },
	{
		weight: 6,
		arbitrary: fc.record(
			{
				jsonrpc: fc.oneof({ weight: 9, arbitrary: fc.constant('2.0') }, { weight: 1, arbitrary: anything }),
				id: own(fc.nat()),
				method: own(fc.constantFrom(...Object.keys(methods), secret, ...names)),
				params
			},
			{ requiredKeys: ['jsonrpc'] }
		)
	}
);

const endsIt = (value: unknown) => typeof value === 'object' && value !== null && 'method' in value && value.method === 'close';

/** The answers to messages, after everything that could still have come. */
async function answersTo(host: HostEnd, messages: readonly unknown[]) {
	for (const one of messages) host.port.postMessage(one);
	await host.until(() => host.answers.length >= messages.length);
	await host.ask('ping');
	await host.ask('ping');
	return host.answers.slice(0, -2);
}

const counted = (ids: readonly (number | null)[]) => [...ids].map(String).sort();
const withId = z.object({ id: z.int().min(0) });
const idOf = (sent: unknown) => withId.safeParse(sent).data?.id ?? null;

describe('at the border', () => {
	it('whatever comes, each message is answered once, under its id where that can be read, and with nothing of it', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(message.filter((one) => !endsIt(one)), { minLength: 1, maxLength: 12 }), async (messages) => {
				const { host, session, ...connected } = connect();
				const answers = await answersTo(host, messages);
				expect(counted(answers.map(({ id }) => id))).toEqual(counted(messages.map(idOf)));
				// Themes and thresholds that were understood are repeated; they are the only result that a host's words come back in.
				const told = JSON.stringify(answers.map(({ error }) => error)) + JSON.stringify(host.events);
				expect(told).not.toContain('geheim');
				expect(host.events.map(({ method }) => method)).toEqual(['ready']);
				expect(connected.ended).toBeNull();
				session.end('closed');
			}),
			{ numRuns: 300 }
		);
	});

	const hole = 2 ** 32 - 1;
	const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, i]));
	const score = (given: unknown) => ({ method: 'score', params: given });

	it.each<[string, { method: string; params: unknown }, string, string | undefined]>([
		['params of holes', score(new Array(hole)), 'embed.malformed', 'params'],
		['params of numbers', score(new Uint8Array(20_000_000)), 'embed.malformed', 'params'],
		['many params', score(many(limits.fields + 1)), 'embed.too-large', undefined],
		['a transaction of holes', score({ transaction: new Array(hole) }), 'embed.bad-params', 'transaction'],
		['a transaction of many fields', score({ transaction: many(limits.fields + 1) }), 'embed.too-large', 'transaction'],
		['a cell of holes', score({ transaction: { a: new Array(hole) } }), 'embed.bad-params', 'transaction.a'],
		['a cell of numbers', score({ transaction: { a: new Uint8Array(20_000_000) } }), 'embed.bad-params', 'transaction.a'],
		['a long text', score({ transaction: { a: 'x'.repeat(limits.textLength + 1) } }), 'embed.too-large', 'transaction.a'],
		['a long name', score({ transaction: { ['x'.repeat(201)]: 1 } }), 'embed.bad-params', 'transaction'],
		['transactions of holes', score({ transactions: new Array(hole) }), 'embed.too-large', 'transactions'],
		['few holes', score({ transactions: new Array(2) }), 'embed.bad-params', 'transactions[0]'],
		['a transaction too many', score({ transactions: Array(limits.transactions + 1).fill({}) }), 'embed.too-large', 'transactions'],
		['one bad among many', score({ transactions: [...Array(4_000).fill({ a: 1 }), { a: [] }] }), 'embed.bad-params', 'transactions[4000].a'],
		['no transactions', score({ transactions: [] }), 'embed.bad-params', 'transactions'],
		['a column of holes', score({ columns: { a: new Array(hole) } }), 'embed.too-large', 'columns.a'],
		['a column too long', score({ columns: { a: new Int8Array(limits.rows + 1) } }), 'embed.too-large', 'columns.a'],
		['many columns', score({ columns: many(limits.fields + 1) }), 'embed.too-large', 'columns'],
		['columns of two lengths', score({ columns: { a: ['1'], b: new Int8Array(2) } }), 'embed.bad-params', 'columns.b'],
		['a column of numbers as an array', score({ columns: { a: [1, 2] } }), 'embed.bad-params', 'columns.a[0]'],
		['a late number', score({ columns: { a: [...Array(7_000).fill('x'), 1] } }), 'embed.bad-params', 'columns.a[7000]'],
		['a column of 64-bit integers', score({ columns: { a: new BigInt64Array(1) } }), 'embed.bad-params', 'columns.a'],
		['no rows', score({ columns: { a: new Int8Array(0) } }), 'embed.bad-params', 'columns.a'],
		['no columns', score({ columns: {} }), 'embed.bad-params', 'columns'],
		['a prototype', score({ transaction: JSON.parse('{"__proto__":1,"a":2}') }), 'embed.bad-params', 'transaction'],
		['not a number', score({ transaction: { a: NaN } }), 'embed.bad-params', 'transaction.a'],
		['an infinite number', score({ transaction: { a: -Infinity } }), 'embed.bad-params', 'transaction.a'],
		['two of three', score({ transaction: {}, transactions: [{}] }), 'embed.bad-params', ''],
		['none of three', score({}), 'embed.bad-params', ''],
		['a text for a file', { method: 'scoreFile', params: { file: 'a,b', name: 'a.csv' } }, 'embed.bad-params', 'file'],
		['no file', { method: 'scoreFile', params: { name: 'a.csv' } }, 'embed.bad-params', 'file'],
		['a parameter that no one knows', { method: 'ping', params: { a: 1 } }, 'embed.bad-params', ''],
		['a threshold of NaN', { method: 'setPolicy', params: { review: NaN } }, 'embed.bad-params', 'review'],
		['a method of all objects', { method: 'constructor', params: {} }, 'embed.unknown-method', undefined],
		['a long method', { method: 'm'.repeat(101), params: {} }, 'embed.malformed', undefined]
	])('refuses %s', async (_, { method, params: given }, code, path) => {
		const { host, session } = connect();
		const { error } = await host.ask(method, given);
		expect([error?.data.code, error?.data.detail.path]).toEqual([code, path]);
		session.end('closed');
	});

	it.each<[string, unknown]>([
		['a batch', [{ jsonrpc: '2.0', id: 1, method: 'ping' }]],
		['a notification', { jsonrpc: '2.0', method: 'ping' }],
		['an id of text', { jsonrpc: '2.0', id: '1', method: 'ping' }],
		['an id of null', { jsonrpc: '2.0', id: null, method: 'ping' }],
		['an id below 0', { jsonrpc: '2.0', id: -1, method: 'ping' }],
		['an id that is no whole number', { jsonrpc: '2.0', id: 1.5, method: 'ping' }],
		['text', '{"jsonrpc":"2.0","id":1,"method":"ping"}'],
		['nothing', undefined]
	])('answers %s as malformed, without an id', async (_, sent) => {
		const { host, session } = connect();
		host.port.postMessage(sent);
		expect((await host.answerTo(null)).error).toMatchObject({ code: -32600, data: { code: 'embed.malformed' } });
		session.end('closed');
	});

	it('answers what cannot be deserialised as malformed', async () => {
		const { host, session, port } = connect();
		port.dispatchEvent(new Event('messageerror'));
		expect((await host.answerTo(null)).error?.data.code).toBe('embed.malformed');
		session.end('closed');
	});
});
