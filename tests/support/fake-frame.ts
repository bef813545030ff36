import { protocolVersion } from '../../src/lib/core/embed/limits';
import type { FrameElement } from '../../src/lib/sdk/door';
import type { Info } from '../../src/lib/sdk/types';

export const frameOrigin = 'https://shrike.example';

export const someInfo: Info = {
	protocol: protocolVersion,
	version: 'abc',
	pack: null,
	policy: { kind: 'threshold', review: 0.5 },
	backend: 'cpu',
	certificate: null,
	storage: 'memory',
	storageReason: 'a test',
	crossOriginIsolated: false,
	theme: 'system',
	locale: null,
	busy: false,
	limits: {}
};

export interface Asked {
	readonly id: number;
	readonly method: string;
	readonly params: Record<string, unknown>;
}

/** An iframe in a host page, without a browser: windows are event targets, ports are real. */
export class FakeIframe extends EventTarget implements FrameElement {
	isConnected = true;
	contentWindow: FakePage | null = null;
	contentDocument: { readonly URL: string } | null = null;
	readonly host = new EventTarget();
	readonly ownerDocument = { defaultView: this.host };

	/** Loads a page into it, as a browser would after `src` was set. */
	load(origin = frameOrigin): FakePage {
		this.contentWindow?.leave();
		this.contentWindow = new FakePage(this, origin);
		this.dispatchEvent(new Event('load'));
		return this.contentWindow;
	}
}

/** The page in it, which does by itself only what a test says. */
export class FakePage {
	readonly iframe: FakeIframe;
	readonly origin: string;
	/** What was posted to its window and is for its origin. */
	readonly posted: { message: unknown; transfer: readonly Transferable[] }[] = [];
	/** What it was asked over the port, but for pings. */
	readonly asked: Asked[] = [];
	pings = 0;
	port: MessagePort | null = null;
	#arrived: () => void = () => undefined;

	constructor(iframe: FakeIframe, origin: string) {
		this.iframe = iframe;
		this.origin = origin;
	}

	postMessage(message: unknown, targetOrigin: string, transfer: readonly Transferable[] = []): void {
		if (targetOrigin !== this.origin) return;
		this.posted.push({ message, transfer });
		const [port] = transfer;
		if (!(port instanceof MessagePort)) return;
		this.port = port;
		port.addEventListener('message', ({ data }: MessageEvent<Asked>) => {
			if (data.method === 'ping') this.pings++;
			else this.asked.push(data);
			this.#arrived();
		});
		port.start();
	}

	/** Posts to its parent. */
	say(data: unknown, { source = this as unknown, origin = this.origin } = {}): void {
		this.iframe.host.dispatchEvent(Object.assign(new Event('message'), { data, source, origin }));
	}

	hello(nonce: string = crypto.randomUUID(), protocol = protocolVersion): string {
		this.say({ shrike: 'hello', protocol, nonce });
		return nonce;
	}

	/** Says hello, and that it is ready. */
	arrive(info: Info = someInfo): void {
		this.hello();
		this.emit('ready', info);
	}

	emit(method: string, params: unknown): void {
		this.port?.postMessage({ jsonrpc: '2.0', method, params });
	}

	answer(id: number, result: unknown): void {
		this.port?.postMessage({ jsonrpc: '2.0', id, result });
	}

	refuse(id: number | null, code: string, detail: Record<string, unknown> = {}): void {
		this.port?.postMessage({ jsonrpc: '2.0', id, error: { code: -32000, message: `It says ${code}.`, data: { code, detail } } });
	}

	/** The first request of a method, as soon as it is there. */
	async request(method: string): Promise<Asked> {
		for (;;) {
			const found = this.asked.find((one) => one.method === method);
			if (found) return found;
			await new Promise<void>((resolve) => (this.#arrived = resolve));
		}
	}

	leave(): void {
		this.port?.close();
	}
}
