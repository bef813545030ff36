import type { MethodName, ResultOf } from '../core/embed/wire';
import { ShrikeEmbedError } from './errors';
import { hostError, isResult } from './messages';

/** What goes over the port for a call. */
export interface Message {
	readonly params: object;
	readonly transfer?: Transferable[];
}

interface Call {
	readonly method: MethodName;
	readonly message: Message;
	sent: boolean;
	readonly resolve: (result: unknown) => void;
	readonly reject: (reason: unknown) => void;
}

export type Send = (id: number, method: MethodName, message: Message) => void;

/** The calls that wait for an answer, or for a frame that can be asked. Each is settled exactly once. */
export class Calls {
	readonly #open = new Map<number, Call>();
	readonly #send: Send;
	#lastId = 0;

	constructor(send: Send) {
		this.#send = send;
	}

	get size(): number {
		return this.#open.size;
	}

	nextId(): number {
		return ++this.#lastId;
	}

	/**
	 * Opens a call; {@link flush} or `now` sends it.
	 *
	 * @param abandoned Called with the id when a call was aborted that the frame knows of.
	 */
	open<M extends MethodName>(
		method: M,
		message: Message,
		{ now, signal, abandoned }: { now: boolean; signal?: AbortSignal; abandoned: (id: number) => void }
	): Promise<ResultOf<M>> {
		return new Promise((resolve, reject) => {
			const id = this.nextId();
			const settled = (): void => {
				this.#open.delete(id);
				signal?.removeEventListener('abort', onAbort);
			};
			const call: Call = {
				method,
				message,
				sent: false,
				resolve: (result) => {
					settled();
					if (isResult(method, result)) resolve(result);
					else reject(new ShrikeEmbedError('embed.malformed', `The frame’s answer to ${method} is none.`));
				},
				reject: (reason) => {
					settled();
					reject(reason);
				}
			};
			const onAbort = (): void => {
				call.reject(signal?.reason);
				if (call.sent) abandoned(id);
			};
			signal?.addEventListener('abort', onAbort);
			this.#open.set(id, call);
			if (now) this.#post(id, call);
		});
	}

	/** Sends what waited for the frame. */
	flush(): void {
		for (const [id, call] of this.#open) if (!call.sent) this.#post(id, call);
	}

	resolve(id: number, result: unknown): void {
		this.#open.get(id)?.resolve(result);
	}

	reject(id: number, reason: unknown): void {
		this.#open.get(id)?.reject(reason);
	}

	/** Rejects the calls that were sent, those that wait to be, or all; returns how many. */
	rejectAll(reason: unknown, which: 'sent' | 'waiting' | 'all' = 'all'): number {
		const calls = [...this.#open.values()].filter(({ sent }) => which === 'all' || sent === (which === 'sent'));
		for (const call of calls) call.reject(reason);
		return calls.length;
	}

	#post(id: number, call: Call): void {
		call.sent = true;
		try {
			this.#send(id, call.method, call.message);
		} catch (cause) {
			call.reject(new ShrikeEmbedError('embed.bad-params', 'What was given cannot be sent to a frame.', {}, { cause }));
		}
	}
}

/** Why a call cannot even wait. */
export function refused(signal: AbortSignal | undefined, state: 'closed' | 'lost' | 'open'): { readonly reason: unknown } | null {
	if (signal?.aborted) return { reason: signal.reason };
	return state === 'open' ? null : { reason: hostError(`embed.${state}`) };
}
