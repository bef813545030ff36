import { z } from '../zod';

// JSON-RPC 2.0 (jsonrpc.org/specification), as structured clones. Batches are refused: every message is bounded by itself.

export const request = z.strictObject({
	jsonrpc: z.literal('2.0'),
	id: z.int().min(0),
	method: z.string().max(100),
	params: z.looseObject({}).optional()
});
export type Request = z.infer<typeof request>;

export const rpcError = z.strictObject({
	code: z.int(),
	message: z.string(),
	/** `code` is Shrike's own: an `embed.…` one, or that of any failure in docs/csv.md and docs/packs.md. */
	data: z.strictObject({ code: z.string(), detail: z.record(z.string(), z.json()) })
});
export type RpcError = z.infer<typeof rpcError>;

/** `id` is null where the request's own could not be read. */
export const response = z.union([
	z.strictObject({ jsonrpc: z.literal('2.0'), id: z.int().min(0).nullable(), error: rpcError }),
	z.strictObject({ jsonrpc: z.literal('2.0'), id: z.int().min(0), result: z.unknown() })
]);
export type Response = z.infer<typeof response>;

export const notification = z.strictObject({ jsonrpc: z.literal('2.0'), method: z.string(), params: z.unknown() });
export type Notification = z.infer<typeof notification>;
