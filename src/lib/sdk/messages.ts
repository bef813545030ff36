import type { HostSideCode } from '../core/embed/codes';
import type { Hello } from '../core/embed/handshake';
import type { EventName, EventOf, MethodName, ResultOf } from '../core/embed/wire';
import { ShrikeEmbedError } from './errors';

// The frame's messages were checked by nobody when they arrive, and zod is too large to be sent to every host. The host has
// named the frame's origin and so trusts what it says; what is checked is what this SDK itself relies on.

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

function isHello(data: unknown): data is Hello {
	return isFields(data) && data.shrike === 'hello' && Number.isInteger(data.protocol) && typeof data.nonce === 'string';
}

/** The hello in a window message; null for anything else. */
export function helloIn(data: unknown): Hello | null {
	return isHello(data) ? data : null;
}

/** What came over the port, sorted; null for what is nothing of ours. */
export type Incoming =
	| { readonly kind: 'result'; readonly id: number; readonly result: unknown }
	| { readonly kind: 'error'; readonly id: number | null; readonly error: ShrikeEmbedError }
	| { readonly kind: 'event'; readonly name: string; readonly params: Fields };

export function incoming(data: unknown): Incoming | null {
	if (!isFields(data) || data.jsonrpc !== '2.0') return null;
	const { id, method, params } = data;
	if (typeof method === 'string') return isFields(params) ? { kind: 'event', name: method, params } : null;
	if (isFields(data.error)) return { kind: 'error', id: typeof id === 'number' ? id : null, error: errorOf(data.error) };
	return typeof id === 'number' ? { kind: 'result', id, result: data.result } : null;
}

function errorOf({ message, data }: Fields): ShrikeEmbedError {
	const { code, detail }: Fields = isFields(data) ? data : {};
	return new ShrikeEmbedError(
		typeof code === 'string' ? code : 'embed.failed',
		typeof message === 'string' ? message : 'The frame could not answer.',
		isFields(detail) ? detail : {}
	);
}

/** Whether an answer is of the kind that the method gives. */
export function isResult<M extends MethodName>(method: M, result: unknown): result is ResultOf<M> {
	if (!isFields(result)) return false;
	if (method === 'score' || method === 'scoreFile') return typeof result.kind === 'string' && isFields(result.policy);
	return method !== 'info' || isInfo(result);
}

const isInfo = (value: Fields): boolean => typeof value.protocol === 'number' && isFields(value.limits);

/** What says that an event is what its name says. */
const eventFields: { readonly [E in EventName]: (params: Fields) => boolean } = {
	ready: isInfo,
	progress: ({ rows }) => typeof rows === 'number',
	scored: ({ rows }) => typeof rows === 'number',
	decision: ({ policy }) => isFields(policy),
	error: ({ code }) => typeof code === 'string'
};
export const eventNames = ['ready', 'progress', 'scored', 'decision', 'error'] as const satisfies EventName[];

export function isEvent<E extends EventName>(name: E, params: unknown): params is EventOf<E> {
	return isFields(params) && eventFields[name](params);
}

export function eventName(text: string): EventName | null {
	return eventNames.find((name) => name === text) ?? null;
}

const words: Readonly<Record<HostSideCode | 'embed.version', string>> = {
	'embed.no-answer':
		'The frame did not answer. This page may not be allowed to embed it (embed.config.json there), or the address is no Shrike.',
	'embed.closed': 'The connection to the frame was closed.',
	'embed.reloaded': 'The frame was loaded anew. Call again: the connection is made anew by itself.',
	'embed.lost': 'The frame is gone from the page, or has stopped answering.',
	'embed.version': 'The frame speaks another version of the messages. Take shrike-embed.js from where the frame is.'
};

/** An error of this side. */
export function hostError(code: keyof typeof words): ShrikeEmbedError {
	return new ShrikeEmbedError(code, words[code]);
}
