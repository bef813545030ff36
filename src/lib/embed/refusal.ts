import { rpcCodes, type RpcCode } from '../core/embed/codes';
import { rpcError, type RpcError } from '../core/embed/json-rpc';
import { toFailure } from '../core/errors';

const messages: { readonly [C in Exclude<RpcCode, 'embed.failed'>]: string } = {
	'embed.malformed': 'This is not a JSON-RPC 2.0 request: {jsonrpc: "2.0", id, method, params}, one at a time.',
	'embed.unknown-method': 'The frame has no such method. Its methods are in docs/embed.md.',
	'embed.bad-params': 'The parameters are not what this method takes. `path` says where; docs/embed.md has the schema.',
	'embed.too-large': 'This is more than one call may hold. Send fewer rows, or send them as a file.',
	'embed.too-many-calls': 'Too many calls are open. Wait for one of them, or cancel one.',
	'embed.too-fast': 'Messages come too fast. Wait a second; score many transactions with one call.',
	'embed.duplicate-id': 'Another open call has this id.',
	'embed.version': 'The host speaks another version of this protocol. Take the SDK that the frame is served with.'
};

/**
 * A message of the host that is not taken. Says what is wrong and where, never what was sent: the answer may end in a log
 * that no transaction belongs in.
 */
export class Refusal extends Error {
	constructor(
		readonly code: keyof typeof messages,
		readonly detail: { [key: string]: string | number } = {}
	) {
		super(messages[code]);
	}
}

/** Where in a message something is wrong, such as `transactions[3].Amount`. Names that no field may have are left out. */
export function pathText(path: readonly PropertyKey[]): string {
	let text = '';
	for (const part of path) {
		if (typeof part === 'number') text += `[${part}]`;
		else if (typeof part === 'string' && part.length <= 200) text += text === '' ? part : `.${part}`;
	}
	return text;
}

/**
 * What a call is answered with that failed. A stack stays here, since the host is another party; so does a detail that is
 * not JSON.
 */
export function toRpcError(thrown: unknown): RpcError {
	if (thrown instanceof Refusal) {
		return { code: rpcCodes[thrown.code], message: thrown.message, data: { code: thrown.code, detail: thrown.detail } };
	}
	const { code, message, detail } = toFailure(thrown);
	const error = { code: rpcCodes['embed.failed'], message, data: { code, detail: {} } };
	if (code === 'engine.internal') return error;
	const detailed = rpcError.safeParse({ ...error, data: { code, detail } });
	return detailed.success ? detailed.data : error;
}
