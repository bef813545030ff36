import type { EventName, EventOf, MethodName, ResultOf } from '../core/embed/wire';
import { Calls, type Message, refused } from './calls';
import { Door, type FrameElement } from './door';
import { ShrikeEmbedError } from './errors';
import { eventName, hostError, incoming, isEvent } from './messages';
import { Pulse } from './pulse';

/** Milliseconds that a frame whose port is gone has for being loaded anew. */
const reloadMs = 10_000;

export interface LinkOptions {
	readonly iframe: FrameElement;
	/** Exact. */
	readonly origin: string;
	/** From the connection's begin, or a reload, until the frame is ready. */
	readonly timeoutMs: number;
	readonly event: <E extends EventName>(name: E, params: EventOf<E>) => void;
	/** No answer can be expected. A frame that comes back is taken up again: the next event is `ready`. */
	readonly lost: (error: ShrikeEmbedError) => void;
}

/** The way to one iframe: through reloads, until closed. */
export class Link {
	readonly #options: LinkOptions;
	readonly #door: Door;
	readonly #calls = new Calls((id, method, message) => this.#post(id, method, message));
	readonly #pulse: Pulse;
	#state: 'connecting' | 'ready' | 'lost' | 'closed' = 'connecting';
	/** Whether the frame has ever been ready. */
	#known = false;
	#port: MessagePort | null = null;
	#deadline: ReturnType<typeof setTimeout> | undefined;

	constructor(options: LinkOptions) {
		this.#options = options;
		this.#pulse = new Pulse({
			present: () => options.iframe.isConnected,
			waiting: () => this.#calls.size > 0,
			ping: () => this.#ping(),
			lost: () => this.#lose(hostError('embed.lost'))
		});
		this.#expect(options.timeoutMs);
		this.#door = new Door({
			iframe: options.iframe,
			origin: options.origin,
			welcomed: (port) => this.#take(port),
			foreign: () => this.#lose(hostError('embed.version'))
		});
	}

	/** Asks the frame, now or as soon as it is ready. The message is made only if it is to be sent. */
	async ask<M extends MethodName>(method: M, make: () => Message, signal?: AbortSignal): Promise<ResultOf<M>> {
		if (this.#state !== 'closed' && !this.#options.iframe.isConnected) this.#lose(hostError('embed.lost'));
		const refusal = refused(signal, this.#state === 'closed' || this.#state === 'lost' ? this.#state : 'open');
		if (refusal) throw refusal.reason;
		const answer = this.#calls.open(method, make(), {
			now: this.#state === 'ready',
			signal,
			abandoned: (id) => this.#post(this.#calls.nextId(), 'cancel', { params: { id } })
		});
		this.#pulse.feel();
		return answer;
	}

	/** Gives up everything; while no frame can be asked, what waits for it. */
	async cancel(): Promise<ResultOf<'cancel'>> {
		if (this.#state !== 'connecting') return this.ask('cancel', () => ({ params: {} }));
		return { cancelled: this.#calls.rejectAll(new ShrikeEmbedError('engine.cancelled', 'Cancelled.')) };
	}

	/** Ends it for good. What is open is rejected with the reason, what comes later with `embed.closed`. */
	close(reason: unknown): void {
		if (this.#state === 'closed') return;
		this.#state = 'closed';
		this.#door.close();
		this.#hangUp();
		clearTimeout(this.#deadline);
		this.#pulse.stop();
		this.#calls.rejectAll(reason);
	}

	#take(port: MessagePort): void {
		this.#hangUp();
		this.#state = 'connecting';
		this.#port = port;
		if (this.#known) this.#expect(this.#options.timeoutMs);
		this.#calls.rejectAll(hostError('embed.reloaded'), 'sent');
		port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
			if (port === this.#port) this.#receive(data);
		});
		// Only some browsers tell that the other end is gone.
		port.addEventListener('close', () => {
			if (port === this.#port) this.#left();
		});
		// An answer that could not be read is one that will not come.
		port.addEventListener('messageerror', () => {
			if (port === this.#port) this.#lose(hostError('embed.lost'));
		});
		port.start();
	}

	#receive(data: unknown): void {
		this.#pulse.heard();
		const message = incoming(data);
		if (message?.kind === 'result') this.#calls.resolve(message.id, message.result);
		else if (message?.kind === 'event') this.#tell(eventName(message.name), message.params);
		else if (message?.kind === 'error') {
			const { id, error } = message;
			if (id === null) this.#tell('error', { code: error.code, message: error.message });
			else this.#calls.reject(id, error);
		}
	}

	#tell(name: EventName | null, params: unknown): void {
		if (name === null || !isEvent(name, params)) return;
		if (name === 'ready' && this.#state === 'connecting') {
			this.#state = 'ready';
			this.#known = true;
			clearTimeout(this.#deadline);
		}
		if (this.#state !== 'ready') return this.#refused(name, params);
		this.#options.event(name, params);
		// After the event, so that a listener's setPolicy comes before the calls that waited.
		this.#calls.flush();
	}

	/** A frame that says an error instead of ready will not get ready. */
	#refused(name: EventName, params: unknown): void {
		if (name === 'error' && isEvent(name, params)) this.#lose(new ShrikeEmbedError(params.code, params.message));
	}

	/** The page in the frame is gone. If another one comes it says hello, and then we know that it was a reload. */
	#left(): void {
		if (!this.#options.iframe.isConnected) return this.#lose(hostError('embed.lost'));
		this.#port = null;
		this.#state = 'connecting';
		if (this.#known) this.#expect(reloadMs);
	}

	#lose(error: ShrikeEmbedError): void {
		if (this.#state === 'lost' || this.#state === 'closed') return;
		this.#state = 'lost';
		this.#hangUp();
		clearTimeout(this.#deadline);
		this.#pulse.stop();
		this.#calls.rejectAll(error);
		this.#options.lost(error);
	}

	#expect(ms: number): void {
		clearTimeout(this.#deadline);
		this.#deadline = setTimeout(() => this.#lose(hostError(this.#known ? 'embed.lost' : 'embed.no-answer')), ms);
	}

	/** Says so as well: not every browser tells the frame that its port is closed, and it listens to one host at a time. */
	#hangUp(): void {
		this.#post(this.#calls.nextId(), 'close', { params: {} });
		this.#port?.close();
		this.#port = null;
	}

	#ping(): void {
		if (this.#state === 'ready') this.#post(this.#calls.nextId(), 'ping', { params: {} });
		// A frame that is being loaded has its deadline.
		else this.#pulse.heard();
	}

	#post(id: number, method: MethodName, { params, transfer = [] }: Message): void {
		this.#port?.postMessage({ jsonrpc: '2.0', id, method, params }, transfer);
	}
}
