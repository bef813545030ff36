import { z } from '../zod';

/**
 * How a connection begins, in two window messages and no more:
 *
 * 1. The frame posts {@link Hello} to its parent, once for every allowed origin that this can have, with that origin as target: the
 *    browser delivers it only to a parent of exactly that origin, so a page that is not allowed sees nothing at all.
 * 2. The host answers the hello of its own frame (same window, expected origin) with {@link Welcome} and one
 *    `MessagePort`, targeted at the frame's origin. The frame takes it only from its parent window, from an allowed origin,
 *    once, and with the nonce of its own hello.
 *
 * Everything else goes over that port. A frame that is loaded anew says hello again, with another nonce; so does one whose
 * connection has ended. A host that came too late for a hello asks for it with {@link Knock}.
 */
export const hello = z.strictObject({ shrike: z.literal('hello'), protocol: z.int().min(1), nonce: z.uuid() });
export type Hello = z.infer<typeof hello>;

export const welcome = z.strictObject({ shrike: z.literal('welcome'), protocol: z.int().min(1), nonce: z.uuid() });
export type Welcome = z.infer<typeof welcome>;

/**
 * Posted by the host, with the frame's origin as the target. While the frame is not connected it answers its own parent
 * window's knock, from an allowed origin, with the hello it has said already (same nonce), to that origin alone. Every other
 * knock it leaves without a trace. Knocking twice does no harm: the host answers one nonce once, the frame takes one welcome.
 */
export const knock = z.strictObject({ shrike: z.literal('knock'), protocol: z.int().min(1) });
export type Knock = z.infer<typeof knock>;
