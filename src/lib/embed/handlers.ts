import type { MethodName, methods, ResultOf, EventName, EventOf } from '../core/embed/wire';
import type { z } from '../core/zod';

/** A call's parameters after they were checked, defaults filled in. */
export type CheckedParams<M extends MethodName> = z.output<(typeof methods)[M]>;

/** What a handler knows of the call that it answers. */
export interface Call {
	/** The host's id of it, which events about it name. */
	readonly id: number;
	/** Fires when the host cancels the call, closes the connection or goes away. */
	readonly signal: AbortSignal;
}

/**
 * What the session cannot answer by itself. Rejections become JSON-RPC errors; a `ShrikeError` keeps its code. The arrays of
 * a result are handed over, so that the frame cannot read them afterwards: it gives copies of what it shows itself.
 */
export interface EmbedHandlers {
	info(): ResultOf<'info'>;
	score(params: CheckedParams<'score'>, call: Call): Promise<ResultOf<'score'>>;
	scoreFile(params: CheckedParams<'scoreFile'>, call: Call): Promise<ResultOf<'scoreFile'>>;
	setPolicy(params: CheckedParams<'setPolicy'>): ResultOf<'setPolicy'>;
	setTheme(params: CheckedParams<'setTheme'>): ResultOf<'setTheme'>;
}

/** Tells the connected host of something; does nothing while none is. */
export type Emit = <E extends EventName>(event: E, params: EventOf<E>) => void;
