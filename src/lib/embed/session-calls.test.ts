import { afterEach, describe, expect, it } from 'vitest';
import { limits } from '../core/embed/limits';
import { connect, pause, slowScore, someBatch, someInfo, someSingle, type Connected } from './test-support';

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

describe('bounds on calls', () => {
	it('refuses a call more than may be open, while ping, cancel and info go on', async () => {
		const { calls, score } = slowScore();
		const { host } = open({ score });
		for (let id = 0; id <= limits.openCalls; id++) host.send(id, 'score', one);
		const refused = await host.answerTo(limits.openCalls);
		expect(refused.error).toMatchObject({ code: -32002, data: { code: 'embed.too-many-calls', detail: { most: 16 } } });
		expect((await host.ask('ping')).result).toEqual({});
		expect((await host.ask('info')).result).toEqual(someInfo);
		expect(calls).toHaveLength(limits.openCalls);
		calls[3].end.resolve(someSingle);
		await host.answerTo(3);
		host.send(100, 'score', one);
		await host.ask('ping');
		expect(calls).toHaveLength(limits.openCalls + 1);
	});

	it('refuses the id of an open call, whatever the method, and takes it again afterwards', async () => {
		const { calls, score } = slowScore();
		const { host } = open({ score });
		host.send(5, 'score', one);
		host.send(5, 'ping');
		expect((await host.answerTo(5)).error).toMatchObject({ code: -32004, data: { code: 'embed.duplicate-id' } });
		calls[0].end.resolve(someSingle);
		await host.until(() => host.answers.length === 2);
		host.send(5, 'ping');
		await host.until(() => host.answers.length === 3);
		expect(host.answers.map(({ id, result }) => [id, result])).toEqual([
			[5, undefined],
			[5, someSingle],
			[5, {}]
		]);
	});

	it('a call given up keeps its place until its work has stopped, so that cancelling piles up no work', async () => {
		const { calls, score } = slowScore();
		const { host } = open({ score });
		for (let id = 0; id < limits.openCalls; id++) host.send(id, 'score', one);
		expect((await host.ask('cancel')).result).toEqual({ cancelled: limits.openCalls });
		expect(await host.codeOf(host.ask('score', one))).toBe('embed.too-many-calls');
		for (const { end } of calls) end.reject(new Error('stopped'));
		await pause();
		void host.ask('score', one);
		await host.ask('ping');
		expect(calls).toHaveLength(limits.openCalls + 1);
		expect(host.answers.filter(({ id }) => Number(id) < limits.openCalls)).toHaveLength(limits.openCalls);
	});
});

describe('cancelling', () => {
	it('answers the call of that id at once, aborts it, and drops what it still gives', async () => {
		const { calls, score } = slowScore();
		const { host } = open({ score });
		host.send(1, 'score', one);
		host.send(2, 'score', one);
		expect((await host.ask('cancel', { id: 1 })).result).toEqual({ cancelled: 1 });
		expect((await host.answerTo(1)).error).toMatchObject({ code: -32000, data: { code: 'engine.cancelled' } });
		expect(calls.map(({ call }) => call.signal.aborted)).toEqual([true, false]);
		expect((await host.ask('cancel', { id: 1 })).result).toEqual({ cancelled: 0 });
		calls[0].end.resolve(someSingle);
		calls[1].end.resolve(someSingle);
		await host.answerTo(2);
		expect(host.answers.filter(({ id }) => id === 1)).toHaveLength(1);
	});

	it('of everything cancels everything; of an unknown id nothing', async () => {
		const { calls, score } = slowScore();
		const { host } = open({ score });
		for (const id of [1, 2, 3]) host.send(id, 'score', one);
		expect((await host.ask('cancel', { id: 9 })).result).toEqual({ cancelled: 0 });
		expect((await host.ask('cancel')).result).toEqual({ cancelled: 3 });
		expect(calls.every(({ call }) => call.signal.aborted)).toBe(true);
	});

	it('reaches a call whose transactions are still being checked', async () => {
		const scored: unknown[] = [];
		const { host } = open({ score: async (params) => (scored.push(params), someBatch) });
		const transactions = Array.from({ length: 10_000 }, (_, i) => ({ A: i, B: i, C: 'x', D: i, E: true }));
		host.send(1, 'score', { transactions });
		expect((await host.ask('cancel', { id: 1 })).result).toEqual({ cancelled: 1 });
		expect(await host.codeOf(host.answerTo(1))).toBe('engine.cancelled');
		await host.ask('ping');
		expect(scored).toEqual([]);
	});
});

describe('the end of a connection', () => {
	it('by close: open calls are answered, then close, then the port closes', async () => {
		const { calls, score } = slowScore();
		const { host, ...connected } = open({ score });
		host.send(1, 'score', one);
		host.send(2, 'close');
		host.send(3, 'ping');
		await host.closed;
		expect(host.answers.map(({ id, error, result }) => [id, error?.data.code, result])).toEqual([
			[1, 'engine.cancelled', undefined],
			[2, undefined, {}]
		]);
		expect(calls[0].call.signal.aborted).toBe(true);
		expect(opened[0].ended).toBe('closed');
		connected.session.emit('error', { code: 'x', message: 'y' });
		calls[0].end.resolve(someSingle);
		await pause();
		expect(host.answers).toHaveLength(2);
	});

	it('by the host going away: what it had open stops', async () => {
		const { calls, score } = slowScore();
		const connected = open({ score });
		connected.host.send(1, 'score', one);
		await connected.host.ask('ping');
		const aborted = new Promise((resolve) => calls[0].call.signal.addEventListener('abort', resolve));
		connected.host.port.close();
		await aborted;
		expect(connected.ended).toBe('closed');
	});
});

describe('a flood', () => {
	const still = () => 0;

	it('is answered up to the burst, then refused, then hung up on', async () => {
		const connected = open({}, still);
		const { host } = connected;
		const all = limits.burst + limits.refusedBeforeHangUp + 10;
		for (let id = 0; id < all; id++) host.send(id, 'ping');
		await host.closed;
		expect(host.answers.filter(({ result }) => result).map(({ id }) => id)).toEqual(Array.from({ length: limits.burst }, (_, i) => i));
		const refused = host.answers.filter(({ error }) => error);
		expect(refused).toHaveLength(limits.refusedBeforeHangUp + 1);
		expect(new Set(refused.map(({ error }) => error?.data.code))).toEqual(new Set(['embed.too-fast']));
		expect(host.events.at(-1)).toMatchObject({ method: 'error', params: { code: 'embed.too-fast' } });
		expect(connected.ended).toBe('for-good');
	});

	it('does not keep a host from cancelling and closing', async () => {
		const { calls, score } = slowScore();
		const { host } = open({ score }, still);
		host.send(0, 'score', one);
		for (let id = 1; id < limits.burst + 5; id++) host.send(id, 'ping');
		expect((await host.ask('cancel', { id: 0 })).result).toEqual({ cancelled: 1 });
		expect(calls[0].call.signal.aborted).toBe(true);
		expect((await host.ask('close')).result).toEqual({});
	});

	it('of cancels ends like any other', async () => {
		const connected = open({}, still);
		for (let id = 0; id < limits.burst + limits.refusedBeforeHangUp + 1; id++) connected.host.send(id, 'cancel');
		await connected.host.closed;
		expect(connected.ended).toBe('for-good');
		expect(connected.host.answers).toHaveLength(limits.burst + limits.refusedBeforeHangUp + 1);
	});
});
