import { afterEach, describe, expect, it } from 'vitest';
import { rpcCodes } from '../core/embed/codes';
import { ShrikeError } from '../core/errors';
import { connect, someBatch, someInfo, someSingle, type Connected } from './test-support';

const opened: Connected[] = [];
const open: typeof connect = (...given) => {
	const connected = connect(...given);
	opened.push(connected);
	return connected;
};
afterEach(() => {
	for (const { session } of opened.splice(0)) session.end('closed');
});

const one = { transaction: { Amount: 9.5 } };

describe('a session', () => {
	it('says ready first, then answers', async () => {
		const { host } = open();
		expect((await host.ask('info')).result).toEqual(someInfo);
		expect(host.events).toEqual([{ jsonrpc: '2.0', method: 'ready', params: someInfo }]);
	});

	it('answers every method', async () => {
		const { host } = open();
		expect((await host.ask('score', one)).result).toEqual(someSingle);
		expect((await host.ask('scoreFile', { file: new Blob(['a']), name: 'a.csv' })).result).toEqual(someBatch);
		expect((await host.ask('setPolicy', { review: 0.1 })).result).toEqual({ policy: { kind: 'threshold', review: 0.1 } });
		expect((await host.ask('setTheme', { theme: 'dark' })).result).toEqual({ theme: 'dark' });
		expect((await host.ask('ping')).result).toEqual({});
		expect((await host.ask('cancel')).result).toEqual({ cancelled: 0 });
		expect((await host.ask('close')).result).toEqual({});
	});

	it('takes a request without params as one with none', async () => {
		const { host } = open();
		host.port.postMessage({ jsonrpc: '2.0', id: 1, method: 'ping' });
		expect((await host.answerTo(1)).result).toEqual({});
	});

	it('gives the handler the call, and its parameters with defaults', async () => {
		const seen: unknown[] = [];
		const { host } = open({ scoreFile: async (params, { id }) => (seen.push(params.name, params.scores, params.scoredFile, id), someBatch) });
		host.send(7, 'scoreFile', { file: new Blob(['a,b']), name: 'x.csv', scores: false });
		await host.answerTo(7);
		expect(seen).toEqual(['x.csv', false, true, 7]);
	});

	it('hands over the arrays of a result', async () => {
		const scores = new Float64Array([0.9, NaN]);
		const decisions = new Uint8Array([2, 255]);
		const { host } = open({ score: async () => ({ ...someBatch, kind: 'rows', scores, decisions }) });
		expect((await host.ask('score', one)).result).toEqual({
			...someBatch,
			kind: 'rows',
			scores: new Float64Array([0.9, NaN]),
			decisions: new Uint8Array([2, 255])
		});
		expect([scores.byteLength, decisions.byteLength]).toEqual([0, 0]);
	});

	it('keeps the code, message and detail of what a handler rejects with', async () => {
		const { host } = open({ score: () => Promise.reject(new ShrikeError('cell.blank', 'Amount is blank.', { column: 'Amount' })) });
		expect((await host.ask('score', one)).error).toEqual({
			code: -32000,
			message: 'Amount is blank.',
			data: { code: 'cell.blank', detail: { column: 'Amount' } }
		});
	});

	it('tells no stack of a defect, wherever it shows', async () => {
		const fault = () => {
			throw new TypeError('x is not a function');
		};
		const { host } = open({ score: fault, setTheme: fault });
		for (const asked of [host.ask('score', one), host.ask('setTheme', { theme: 'dark' })]) {
			const { error } = await asked;
			expect(error?.code).toBe(rpcCodes['embed.failed']);
			expect(error?.data).toEqual({ code: 'engine.internal', detail: {} });
			expect(error?.message).toContain('x is not a function');
		}
	});

	it('answers with a failure where the result is not what the schema says, and tells nothing of it', async () => {
		const leaky = { ...someSingle, transaction: { Amount: 'secret' } };
		const { host } = open({ score: async () => leaky });
		const answer = await host.ask('score', one);
		expect(answer.error?.data.code).toBe('engine.internal');
		expect(JSON.stringify(answer)).not.toContain('secret');
	});

	it('says why where even the first word fails', async () => {
		const { host } = open({
			info: () => {
				throw new ShrikeError('pack.not-found', 'No pack.');
			}
		});
		await host.ask('ping');
		expect(host.events).toEqual([{ jsonrpc: '2.0', method: 'error', params: { code: 'pack.not-found', message: 'No pack.' } }]);
	});

	it('tells events, but none with more in it than is documented', async () => {
		const { host, session } = open();
		const params = { call: null, kind: 'single', id: 'x', rows: 1, rejected: 0, flagged: 0, pack: 'p' } as const;
		session.emit('scored', params);
		const leaky = { ...params, amount: 'secret' };
		session.emit('scored', leaky);
		await host.ask('ping');
		expect(host.events.slice(1)).toMatchObject([
			{ method: 'scored', params },
			{ method: 'error', params: { code: 'engine.internal' } }
		]);
		expect(JSON.stringify(host.events)).not.toContain('secret');
	});
});
