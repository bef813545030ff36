import type { Knock, Welcome } from '../core/embed/handshake';
import { protocolVersion } from '../core/embed/limits';
import { helloIn } from './messages';

/** As much of an `HTMLIFrameElement` as a connection needs. */
export interface FrameElement extends EventTarget {
	readonly isConnected: boolean;
	readonly contentWindow: PostTarget | null;
	/** Null while a page of another origin is in it. */
	readonly contentDocument: { readonly URL: string } | null;
	readonly ownerDocument: { readonly defaultView: EventTarget | null };
}

interface PostTarget {
	postMessage(message: unknown, targetOrigin: string, transfer?: Transferable[]): void;
}

export interface DoorOptions {
	readonly iframe: FrameElement;
	/** Exact. */
	readonly origin: string;
	/** A page in the frame has said hello for the first time: here is the way to it. */
	readonly welcomed: (port: MessagePort) => void;
	/** It did so in another version of the protocol. */
	readonly foreign: () => void;
}

/** Answers the hellos of one iframe at one origin, until closed; to all other windows and origins it is silent. */
export class Door {
	readonly #options: DoorOptions;
	/** Where the frame's messages arrive. */
	readonly #window: EventTarget;
	#nonce: string | null = null;

	constructor(options: DoorOptions) {
		this.#options = options;
		this.#window = options.iframe.ownerDocument.defaultView ?? globalThis;
		this.#window.addEventListener('message', this.#answer);
		options.iframe.addEventListener('load', this.#knock);
		this.#knock();
	}

	close(): void {
		this.#window.removeEventListener('message', this.#answer);
		this.#options.iframe.removeEventListener('load', this.#knock);
	}

	/** Asks for the hello that was said before anybody listened. */
	readonly #knock = (): void => {
		const { iframe, origin } = this.#options;
		// To a page that can be read, as about:blank before the real one, the browser would only complain in the console.
		const here = iframe.contentDocument;
		if (here !== null && !here.URL.startsWith(`${origin}/`)) return;
		const knock: Knock = { shrike: 'knock', protocol: protocolVersion };
		iframe.contentWindow?.postMessage(knock, origin);
	};

	readonly #answer = (event: Event): void => {
		const { iframe, origin, welcomed, foreign } = this.#options;
		const frame = iframe.contentWindow;
		if (frame === null || !isMessage(event) || event.source !== frame || event.origin !== origin) return;
		const hello = helloIn(event.data);
		if (hello === null || hello.nonce === this.#nonce) return;
		this.#nonce = hello.nonce;
		if (hello.protocol !== protocolVersion) return foreign();
		const { port1, port2 } = new MessageChannel();
		const welcome: Welcome = { shrike: 'welcome', protocol: protocolVersion, nonce: hello.nonce };
		frame.postMessage(welcome, origin, [port2]);
		welcomed(port1);
	};
}

type WindowMessage = Pick<MessageEvent<unknown>, 'data' | 'origin'> & { readonly source: unknown };

function isMessage(event: Event): event is Event & WindowMessage {
	return 'data' in event && 'origin' in event && 'source' in event;
}
