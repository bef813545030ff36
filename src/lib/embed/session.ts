import { limits } from '../core/embed/limits';
import type { Notification, Response } from '../core/embed/json-rpc';
import { events, methods, type EventName, type EventOf, type MethodName, type ResultOf } from '../core/embed/wire';
import { ShrikeError, toFailure } from '../core/errors';
import { checkScoreFile, fit } from './check-params';
import { checkScore } from './check-score';
import type { Call, EmbedHandlers } from './handlers';
import { outgoing } from './outgoing';
import type { Rate } from './rate';
import { readId, readRequest, type ReadRequest } from './read-request';
import { Refusal, toRpcError } from './refusal';

export interface SessionOptions {
	readonly handlers: EmbedHandlers;
	readonly rate: Rate;
	/** Lets other work of the page through. */
	readonly pause: () => Promise<void>;
	/** Called once: by the host's `close`, when its port is gone; for good when it sent far too much, or the page stopped it. */
	readonly onEnd: (why: 'closed' | 'for-good') => void;
}

/** Methods that take a while and count as open calls. The others are answered in the task in which they arrive. */
type SlowName = 'score' | 'scoreFile';
type SlowAnswers = { readonly [M in SlowName]: (params: unknown, call: Call) => Promise<ResultOf<M>> };
type QuickAnswers = { readonly [M in Exclude<MethodName, SlowName>]: (params: unknown) => ResultOf<M> };

interface OpenCall {
	readonly abort: AbortController;
	/** A call that was given up is answered at once, and keeps its place and its id until its work has stopped. */
	answered: boolean;
}

/**
 * The frame's end of one connection: JSON-RPC 2.0 over a port. Every request is answered exactly once, under its id where
 * that can be read, whatever comes; `ready` is the first thing said.
 */
export class Session {
	private readonly open = new Map<number, OpenCall>();
	private readonly slow: SlowAnswers;
	private readonly quick: QuickAnswers;
	private ended = false;

	constructor(
		private readonly port: MessagePort,
		private readonly options: SessionOptions
	) {
		const { handlers, pause } = options;
		this.slow = {
			score: async (params, call) => handlers.score(await checkScore(params, call.signal, pause), call),
			scoreFile: async (params, call) => handlers.scoreFile(checkScoreFile(params), call)
		};
		this.quick = {
			info: (params) => (fit(methods.info, params), handlers.info()),
			setPolicy: (params) => handlers.setPolicy(fit(methods.setPolicy, params)),
			setTheme: (params) => handlers.setTheme(fit(methods.setTheme, params)),
			ping: (params) => fit(methods.ping, params),
			cancel: (params) => ({ cancelled: this.giveUp(fit(methods.cancel, params).id) }),
			close: (params) => fit(methods.close, params)
		};
		port.addEventListener('message', ({ data }: MessageEvent<unknown>) => this.receive(data));
		port.addEventListener('messageerror', () => this.receive(undefined));
		// Chromium 156 does not have this event: there, a host that leaves says `close`, or takes the frame with it.
		port.addEventListener('close', () => this.end('closed'));
		this.sayReady();
		port.start();
	}

	/** Tells the host; does nothing once the connection has ended. What does not fit the event's schema is not told. */
	emit<E extends EventName>(event: E, params: EventOf<E>): void {
		const checked = events[event].safeParse(params);
		if (checked.success) this.notify(event, checked.data);
		else this.notify('error', { code: 'engine.internal', message: `An event could not be told: ${event}.` });
	}

	/** Gives up what is open and closes the port. */
	end(why: 'closed' | 'for-good'): void {
		if (this.ended) return;
		this.giveUp();
		this.ended = true;
		this.port.close();
		this.options.onEnd(why);
	}

	private sayReady(): void {
		try {
			this.emit('ready', this.options.handlers.info());
		} catch (thrown) {
			const { code, message } = toFailure(thrown);
			this.notify('error', { code, message });
		}
	}

	private receive(message: unknown): void {
		if (this.ended) return;
		const id = readId(message);
		const verdict = this.options.rate.take();
		try {
			this.answer(readRequest(message), verdict !== 'answer');
		} catch (thrown) {
			this.fail(id, thrown);
		}
		if (verdict === 'hang-up') this.hangUp();
	}

	/** Cancelling and closing work at any rate, since they make less work; they count all the same. */
	private answer({ id, method, params }: ReadRequest, tooFast: boolean): void {
		if (tooFast && method !== 'cancel' && method !== 'close') throw new Refusal('embed.too-fast');
		if (this.open.has(id)) throw new Refusal('embed.duplicate-id');
		if (method === 'score' || method === 'scoreFile') {
			if (this.open.size >= limits.openCalls) throw new Refusal('embed.too-many-calls', { most: limits.openCalls });
			void this.work(id, method, params);
			return;
		}
		const result = this.quick[method](params);
		if (method === 'close') this.giveUp();
		this.succeed(id, method, result);
		if (method === 'close') this.end('closed');
	}

	private async work(id: number, method: SlowName, params: unknown): Promise<void> {
		const call: OpenCall = { abort: new AbortController(), answered: false };
		this.open.set(id, call);
		try {
			const result = await this.slow[method](params, { id, signal: call.abort.signal });
			if (!call.answered) this.succeed(id, method, result);
		} catch (thrown) {
			if (!call.answered) this.fail(id, thrown);
		} finally {
			call.answered = true;
			this.open.delete(id);
		}
	}

	/** Answers the call of that id, or every open one, as cancelled, and stops its work. Gives back how many. */
	private giveUp(only?: number): number {
		let given = 0;
		for (const [id, call] of this.open) {
			if (call.answered || (only !== undefined && id !== only)) continue;
			given += 1;
			call.answered = true;
			const cancelled = new ShrikeError('engine.cancelled', 'Cancelled.');
			this.fail(id, cancelled);
			call.abort.abort(cancelled);
		}
		return given;
	}

	private hangUp(): void {
		const message = `The host sent more than ${limits.refusedBeforeHangUp} messages beyond the rate within a minute. The frame has hung up.`;
		this.notify('error', { code: 'embed.too-fast', message });
		this.end('for-good');
	}

	private succeed(id: number, method: MethodName, answer: unknown): void {
		const { result, transfer } = outgoing(method, answer);
		this.post({ jsonrpc: '2.0', id, result }, transfer);
	}

	private fail(id: number | null, thrown: unknown): void {
		this.post({ jsonrpc: '2.0', id, error: toRpcError(thrown) });
	}

	private notify(method: EventName, params: unknown): void {
		this.post({ jsonrpc: '2.0', method, params });
	}

	private post(message: Response | Notification, transfer: Transferable[] = []): void {
		if (!this.ended) this.port.postMessage(message, transfer);
	}
}
