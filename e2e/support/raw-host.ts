import type { Page } from '@playwright/test';

/** What a frame has said on a port. */
export interface Said {
	readonly jsonrpc?: string;
	readonly id?: number | null;
	readonly method?: string;
	readonly params?: Readonly<Record<string, unknown>>;
	readonly result?: unknown;
	readonly error?: { readonly code: number; readonly message: string; readonly data: { readonly code: string; readonly detail: object } };
}

declare global {
	interface Window {
		/** The host's end of the connection, and all that came over it. */
		raw: { readonly port: MessagePort; readonly said: Said[]; readonly iframe: HTMLIFrameElement };
		/** Waits until the frame has said something that passes. */
		heard(test: (said: Said) => boolean): Promise<void>;
		/** Posts a ping and waits for its answer: what was posted before has been read. */
		ping(id: number): Promise<void>;
	}
}

/** Embeds Shrike in the page that is open and connects to it by hand, as a host without the SDK can. */
export async function connectByHand(page: Page, site: string): Promise<void> {
	await page.evaluate(async (origin) => {
		const iframe = document.createElement('iframe');
		iframe.width = '900';
		iframe.height = '700';
		const nonce = await new Promise<string>((resolve) => {
			addEventListener('message', ({ source, data }) => source === iframe.contentWindow && resolve(data.nonce), { once: true });
			iframe.src = `${origin}/embed`;
			document.body.replaceChildren(iframe);
		});
		const { port1: port, port2 } = new MessageChannel();
		const said: Said[] = [];
		const listeners = new Set<() => void>();
		port.onmessage = ({ data }) => {
			said.push(data);
			for (const listener of listeners) listener();
		};
		window.raw = { port, said, iframe };
		window.heard = (test) =>
			new Promise((resolve) => {
				const look = (): void => {
					if (!said.some(test)) return;
					listeners.delete(look);
					resolve();
				};
				listeners.add(look);
				look();
			});
		window.ping = (id) => {
			port.postMessage({ jsonrpc: '2.0', id, method: 'ping' });
			return window.heard((one) => one.id === id);
		};
		iframe.contentWindow?.postMessage({ shrike: 'welcome', protocol: 1, nonce }, origin, [port2]);
		// The first `ready` may come before a model is loaded.
		await window.heard(({ method, params }) => method === 'ready' && params?.['pack'] !== null);
	}, site);
}
