import { knock, welcome, type Hello } from '../core/embed/handshake';
import { protocolVersion } from '../core/embed/limits';

/** What of a `MessageEvent` matters here. */
export interface WindowMessage {
	readonly source: unknown;
	readonly origin: string;
	readonly data: unknown;
	readonly ports: readonly MessagePort[];
}

/** What the frame needs of its own window. */
export interface FrameWindow {
	addEventListener(type: 'message', listener: (event: WindowMessage) => void): void;
	removeEventListener(type: 'message', listener: (event: WindowMessage) => void): void;
}

/** What it needs of the window around it. */
export interface HostWindow {
	postMessage(message: Hello, targetOrigin: string): void;
}

export interface AnnouncementOptions {
	readonly self: FrameWindow;
	readonly host: HostWindow;
	/** Exact origins of pages that may embed this one. */
	readonly origins: ReadonlySet<string>;
	/** A UUID that no one can guess. */
	readonly newNonce: () => string;
	/** Called with the port of the one welcome that is taken; `protocol` is the host's. */
	readonly onWelcome: (port: MessagePort, origin: string, protocol: number) => void;
	/** Whether a knock may be answered now. */
	readonly mayAnswer: () => boolean;
}

/**
 * Makes the frame known to pages that may embed it, and to no other: every word has an exact target origin, and what comes
 * from another window or origin, or does not fit, is left without a trace.
 */
export class Announcement {
	/** Of the hello that waits for its welcome; null while a connection is open, so that no second welcome is taken. */
	private nonce: string | null = null;

	constructor(private readonly options: AnnouncementOptions) {
		options.self.addEventListener('message', this.receive);
	}

	/** Says hello under a new nonce, once for every allowed origin: the browser delivers it only where host and target agree. */
	sayHello(): void {
		this.nonce = this.options.newNonce();
		for (const origin of this.options.origins) this.tell(origin, this.nonce);
	}

	/** Says and hears nothing any more. */
	stop(): void {
		this.nonce = null;
		this.options.self.removeEventListener('message', this.receive);
	}

	private readonly receive = ({ source, origin, data, ports }: WindowMessage): void => {
		const { host, origins, mayAnswer, onWelcome } = this.options;
		if (source !== host || !origins.has(origin) || this.nonce === null) return;
		const welcomed = welcome.safeParse(data);
		if (welcomed.success) {
			if (welcomed.data.nonce !== this.nonce || ports.length !== 1) return;
			this.nonce = null;
			onWelcome(ports[0], origin, welcomed.data.protocol);
		} else if (knock.safeParse(data).success && ports.length === 0 && mayAnswer()) {
			this.tell(origin, this.nonce);
		}
	};

	private tell(origin: string, nonce: string): void {
		this.options.host.postMessage({ shrike: 'hello', protocol: protocolVersion, nonce }, origin);
	}
}
