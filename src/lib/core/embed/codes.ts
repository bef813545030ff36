/**
 * What can go wrong on the wire between a host page and the frame. The strings are stable; the numbers are those of
 * JSON-RPC 2.0 (§ 5.1), whose range -32000 to -32099 is the implementation's.
 */
export const rpcCodes = {
	/** Not a JSON-RPC 2.0 request: another shape, a batch, an id that is no whole number from 0 on. */
	'embed.malformed': -32600,
	/** There is no method of that name. */
	'embed.unknown-method': -32601,
	/** The method is known, its parameters are not what it takes. */
	'embed.bad-params': -32602,
	/** More rows, columns, text or bytes than `limits` allow. */
	'embed.too-large': -32001,
	/** As many calls are open as `limits.openCalls` says. */
	'embed.too-many-calls': -32002,
	/** More messages than `limits.messagesPerSecond` and `limits.burst` allow. After far too many, the frame hangs up. */
	'embed.too-fast': -32003,
	/** An id that another open call has. */
	'embed.duplicate-id': -32004,
	/** Host and frame speak different versions of this protocol. */
	'embed.version': -32005,
	/** Any failure of scoring; `data.code` has Shrike's own code. */
	'embed.failed': -32000
} as const;
export type RpcCode = keyof typeof rpcCodes;

/** Raised by the host's side alone, because no answer can come any more. */
export type HostSideCode =
	/** The frame did not say hello in time: it may not be embedded here, or is not Shrike. Which of both, no host can tell. */
	| 'embed.no-answer'
	/** The host or the frame closed the connection. */
	| 'embed.closed'
	/** The frame was loaded anew while the call was open. */
	| 'embed.reloaded'
	/** The frame was taken out of the page, or has stopped answering. */
	| 'embed.lost';
