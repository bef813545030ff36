import { protocolVersion } from '../core/embed/limits';
import type { Notification } from '../core/embed/json-rpc';
import { Announcement, type FrameWindow, type HostWindow } from './announce';
import type { EmbedHandlers, Emit } from './handlers';
import { Rate } from './rate';
import { Refusal } from './refusal';
import { Session } from './session';

export interface HostOptions {
	/** The frame's window, and the one around it: `window.parent`. */
	readonly self: FrameWindow;
	readonly host: HostWindow;
	/** Of this page; always allowed, except the `null` of a sandboxed frame, which anyone can have. */
	readonly ownOrigin: string;
	/** From `embed.config.json`. */
	readonly origins: readonly string[];
	readonly handlers: EmbedHandlers;
	/** Milliseconds that never run backwards: `performance.now()`. */
	readonly clock: () => number;
	/** Lets other work of the page through: a task, not a microtask. */
	readonly pause: () => Promise<void>;
	/** Told the origin of the host that has connected, and null when it has gone. */
	readonly onHost?: (origin: string | null) => void;
	/** A UUID that no one can guess; `crypto.randomUUID()` by default. */
	readonly newNonce?: () => string;
}

export interface ServedHost {
	readonly emit: Emit;
	/** Ends the connection and says nothing more. */
	stop(): void;
}

/**
 * Offers the scorer to the page around this one, one connection after another. A page without parent has no host: nothing is
 * said or heard. After a flood, or towards a host that speaks another version, the frame keeps silent until it is loaded anew.
 */
export function serveHost(options: HostOptions): ServedHost {
	const { self, host, ownOrigin, origins, handlers, clock, pause, onHost, newNonce = () => crypto.randomUUID() } = options;
	if (Object.is(self, host)) return { emit: () => undefined, stop: () => undefined };
	const rate = new Rate(clock);
	let session: Session | null = null;

	const announcement = new Announcement({
		self,
		host,
		origins: new Set([ownOrigin, ...origins].filter((origin) => origin !== 'null')),
		newNonce,
		mayAnswer: () => rate.take() === 'answer',
		onWelcome: (port, origin, protocol) => {
			if (protocol !== protocolVersion) {
				refuseVersion(port);
				return;
			}
			onHost?.(origin);
			session = new Session(port, {
				handlers,
				rate,
				pause,
				onEnd: (why) => {
					onHost?.(null);
					// A host that connects and leaves over and over pays for each time, and in the end is not greeted any more.
					if (why === 'closed' && rate.take() !== 'hang-up') announcement.sayHello();
				}
			});
		}
	});
	announcement.sayHello();

	return {
		emit: (event, params) => session?.emit(event, params),
		stop: () => {
			announcement.stop();
			session?.end('for-good');
		}
	};
}

function refuseVersion(port: MessagePort): void {
	const { code, message } = new Refusal('embed.version');
	const event: Notification = { jsonrpc: '2.0', method: 'error', params: { code, message } };
	port.postMessage(event);
	port.close();
}
