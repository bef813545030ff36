import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hello } from '../core/embed/handshake';
import { response } from '../core/embed/json-rpc';
import { events, results } from '../core/embed/wire';
import { someInfo } from '../../../tests/support/fake-frame';
import { eventName, eventNames, helloIn, incoming, isEvent, isResult } from './messages';

const anything = fc.oneof(
	fc.anything(),
	fc.record({ jsonrpc: fc.constant('2.0'), id: fc.anything(), method: fc.anything(), params: fc.anything() }, { requiredKeys: [] }),
	fc.record({ jsonrpc: fc.constant('2.0'), id: fc.anything(), error: fc.anything(), result: fc.anything() }, { requiredKeys: [] })
);

describe('what comes from a frame', () => {
	it('never throws, whatever it is', () => {
		fc.assert(
			fc.property(anything, (data) => {
				helloIn(data);
				const message = incoming(data);
				if (message?.kind === 'event') eventName(message.name);
				for (const name of eventNames) isEvent(name, data);
				isResult('score', data);
				isResult('info', data);
			})
		);
	});

	it('is a hello where the schema says so', () => {
		fc.assert(
			fc.property(fc.uuid(), fc.integer({ min: 1, max: 1e6 }), (nonce, protocol) => {
				const said = { shrike: 'hello', protocol, nonce };
				expect(hello.parse(said)).toEqual(helloIn(said));
			})
		);
		expect(helloIn({ shrike: 'welcome', protocol: 1, nonce: crypto.randomUUID() })).toBeNull();
		expect(helloIn({ shrike: 'hello', protocol: 1 })).toBeNull();
		expect(helloIn('hello')).toBeNull();
	});

	it('is an error with Shrike’s own code', () => {
		const data = { code: 'file.missing-columns', detail: { columns: ['Amount'] } };
		const said = { jsonrpc: '2.0', id: 3, error: { code: -32000, message: 'Amount is missing.', data } };
		expect(response.safeParse(said).success).toBe(true);
		expect(incoming(said)).toMatchObject({ kind: 'error', id: 3, error: { message: 'Amount is missing.', ...data } });
	});

	it('is an error even where it cannot say which', () => {
		expect(incoming({ jsonrpc: '2.0', id: 3, error: {} })).toMatchObject({ kind: 'error', error: { code: 'embed.failed' } });
	});

	it('knows the events of the wire and no others', () => {
		expect([...eventNames].sort()).toEqual(Object.keys(events).sort());
		expect(eventName('toString')).toBeNull();
		expect(events.ready.safeParse(someInfo).success).toBe(true);
		expect(isEvent('ready', someInfo)).toBe(true);
		expect(isEvent('ready', {})).toBe(false);
	});

	it('is no result of a method that answers otherwise', () => {
		expect(results.info.safeParse(someInfo).success).toBe(true);
		expect(isResult('info', someInfo)).toBe(true);
		expect(isResult('score', someInfo)).toBe(false);
		expect(isResult('setTheme', null)).toBe(false);
	});
});
