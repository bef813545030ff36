import { describe, expect, it } from 'vitest';
import { rpcCodes } from './codes';
import { hello, knock, welcome } from './handshake';
import { request, response } from './json-rpc';
import { columns, events, methods, transaction } from './wire';

const takes = (schema: { safeParse: (value: unknown) => { success: boolean } }, value: unknown) => schema.safeParse(structuredClone(value)).success;

describe('a transaction', () => {
	it.each([[{}], [{ Amount: 1.5, City: 'Bern', Online: true, Note: null, Blank: '' }], [{ constructor: 1, toString: '' }], [{ [' ']: -0 }]])(
		'may be %o',
		(value) => {
			expect(transaction.parse(value)).toEqual(value);
		}
	);

	it.each<[string, unknown]>([
		['NaN, which is a conversion that failed', { a: NaN }],
		['an infinite number', { a: Infinity }],
		['undefined in a field', { a: undefined }],
		['a bigint', { a: 1n }],
		['a date', { a: new Date(0) }],
		['an object', { a: {} }],
		['a field without name', { '': 1 }],
		['a name too long', { ['n'.repeat(201)]: 1 }],
		['a map', new Map([['a', 1]])],
		['an array', [1]],
		['a typed array', new Float64Array(1)],
		['nothing', null]
	])('is not %s', (_, value) => {
		expect(takes(transaction, value)).toBe(false);
	});

	it('has the prototype of every object, whatever a field is called', () => {
		const parsed = transaction.parse(JSON.parse('{"__proto__": null, "a": 1}'));
		expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
	});
});

describe('columns', () => {
	it('are texts and numbers of one length', () => {
		const all = [Float64Array, Float32Array, Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array, Uint8Array];
		const given = Object.fromEntries(all.map((Kind) => [Kind.name, new Kind(2)]));
		expect(columns.parse({ ...given, City: ['Bern', ''] })).toEqual({ ...given, City: ['Bern', ''] });
		expect(takes(columns, { a: new Float64Array([NaN, Infinity]) })).toBe(true);
	});

	it.each<[string, unknown]>([
		['no columns', {}],
		['no rows', { a: [], b: new Int8Array(0) }],
		['two lengths', { a: ['x'], b: new Int8Array(2) }],
		['numbers in an array', { a: [1] }],
		['holes', { a: new Array(1) }],
		['64-bit integers', { a: new BigInt64Array(1) }],
		['a buffer', { a: new ArrayBuffer(8) }],
		['a view of bytes', { a: new DataView(new ArrayBuffer(8)) }],
		['an object with a length', { a: { length: 1, 0: 'x' } }]
	])('are not %s', (_, value) => {
		expect(takes(columns, value)).toBe(false);
	});
});

it('score takes exactly one of its three', () => {
	expect(takes(methods.score, { transaction: {} })).toBe(true);
	expect(takes(methods.score, {})).toBe(false);
	expect(takes(methods.score, { transaction: {}, columns: { a: ['x'] } })).toBe(false);
});

describe('JSON-RPC 2.0', () => {
	// The specification's own examples (section 7), with a method of ours where a name is needed.
	it.each<[string, unknown, boolean]>([
		['a call with named parameters', { jsonrpc: '2.0', method: 'ping', params: { subtrahend: 23 }, id: 3 }, true],
		['a call without parameters', { jsonrpc: '2.0', method: 'foobar', id: 1 }, true],
		['a notification: every call of ours has an answer', { jsonrpc: '2.0', method: 'update', params: {} }, false],
		['an invalid request', { jsonrpc: '2.0', method: 1, params: 'bar' }, false],
		['parameters by position: ours have names', { jsonrpc: '2.0', method: 'subtract', params: [42, 23], id: 1 }, false],
		['version 1', { method: 'ping', params: {}, id: 1 }, false]
	])('%s', (_, value, taken) => {
		expect(takes(request, value)).toBe(taken);
	});

	it('an answer has a result or an error, never both', () => {
		const error = { code: -32600, message: 'x', data: { code: 'embed.malformed', detail: {} } };
		expect(takes(response, { jsonrpc: '2.0', id: null, error })).toBe(true);
		expect(takes(response, { jsonrpc: '2.0', id: 1, result: {} })).toBe(true);
		expect(takes(response, { jsonrpc: '2.0', id: 1, result: {}, error })).toBe(false);
		expect(takes(response, { jsonrpc: '2.0', id: null, result: {} })).toBe(false);
	});

	it('errors have the numbers that the specification gives (section 5.1), or its implementations leaves to them', () => {
		expect(rpcCodes).toMatchObject({ 'embed.malformed': -32600, 'embed.unknown-method': -32601, 'embed.bad-params': -32602 });
		const own = Object.values(rpcCodes).filter((code) => code > -32600);
		expect(own).toHaveLength(Object.keys(rpcCodes).length - 3);
		for (const code of own) expect(code).toBeOneOf(Array.from({ length: 100 }, (_, i) => -32000 - i));
		expect(new Set(Object.values(rpcCodes)).size).toBe(Object.keys(rpcCodes).length);
	});
});

describe('the handshake', () => {
	const nonce = '6f2f0f4e-6c0a-4ac0-9c2c-1d2d3e4f5a6b';

	it('has a word for each side, and no word fits the other', () => {
		const words = [
			{ shrike: 'hello', protocol: 1, nonce },
			{ shrike: 'welcome', protocol: 1, nonce },
			{ shrike: 'knock', protocol: 1 }
		];
		for (const [i, schema] of [hello, welcome, knock].entries()) {
			expect(words.map((word) => takes(schema, word))).toEqual(words.map((_, at) => at === i));
		}
	});

	it.each([{ protocol: 0 }, { protocol: 1.5 }, { protocol: '1' }, { nonce: 'x' }, { nonce: undefined }, { more: 1 }])('refuses %o', (change) => {
		expect(takes(welcome, { shrike: 'welcome', protocol: 1, nonce, ...change })).toBe(false);
	});
});

it('no event has room for a value of a transaction', () => {
	const told = { call: null, kind: 'single', id: 'x', rows: 1, rejected: 0, flagged: 0, pack: 'p' };
	expect(takes(events.scored, told)).toBe(true);
	expect(takes(events.scored, { ...told, transaction: { Amount: 1 } })).toBe(false);
	for (const event of Object.values(events)) expect(event.def.catchall?._zod.def.type).toBe('never');
});
