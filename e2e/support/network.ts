import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** The network cable of a test's browser. */
export interface Network {
	/** Start the browser with these, so that all its traffic goes through here. */
	readonly args: readonly string[];
	/** Every address asked for so far, in order; of https ones only the origin is known. */
	readonly requests: readonly string[];
	/** Addresses asked for that are neither of `origin` nor the browser's own business. */
	leaving(origin: string): string[];
	/** Pulls the cable out: everything fails, in service workers and workers too. */
	unplug(): void;
	plugIn(): void;
	close(): Promise<void>;
}

// Chromium asks these for itself (sign-in, updates, protection), whatever its switches say. Exact names: nothing that a
// page could take a font or a library from.
const browsersOwn = new Set([
	'accounts.google.com',
	'android.clients.google.com',
	'clients2.google.com',
	'content-autofill.googleapis.com',
	'mtalk.google.com',
	'optimizationguide-pa.googleapis.com',
	'redirector.gvt1.com',
	'safebrowsing.googleapis.com',
	'safebrowsingohttpgateway.googleapis.com',
	'update.googleapis.com'
]);

function leaves(url: string, origin: string): boolean {
	const { hostname, origin: asked } = new URL(url);
	return asked !== origin && !browsersOwn.has(hostname);
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
	const { url = '', method, headers } = incoming;
	const onward = forward(url, { method, headers, agent: false }, (answer) => {
		outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.pipe(outgoing);
	});
	onward.on('error', () => outgoing.destroy());
	incoming.pipe(onward);
}

/**
 * A proxy that records what a whole browser asks for. Playwright's events and routes miss requests that service
 * workers make, and its offline mode does not reach them; a proxy sees everything and can stop everything.
 * It forwards to this machine only: whatever else is asked for is recorded and refused.
 */
export async function createNetwork(): Promise<Network> {
	const requests: string[] = [];
	const sockets = new Set<Socket>();
	let plugged = true;
	const proxy = createServer((incoming, outgoing) => {
		const url = incoming.url ?? '';
		if (!plugged) return void incoming.destroy();
		requests.push(url);
		if (URL.parse(url)?.hostname === '127.0.0.1') pass(incoming, outgoing);
		else outgoing.writeHead(502).end();
	});
	proxy.on('connect', (incoming, socket) => {
		if (plugged) requests.push(`https://${incoming.url ?? ''}`);
		socket.destroy();
	});
	proxy.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
	});
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	const { port } = proxy.address() as AddressInfo;
	const hangUp = (): void => sockets.forEach((socket) => socket.destroy());
	return {
		// Without the bypass rule Chromium goes to this machine directly.
		args: [`--proxy-server=http://127.0.0.1:${port}`, '--proxy-bypass-list=<-loopback>'],
		requests,
		leaving: (origin) => requests.filter((url) => leaves(url, new URL(origin).origin)),
		unplug() {
			plugged = false;
			hangUp();
		},
		plugIn() {
			plugged = true;
		},
		close() {
			const closed = new Promise<void>((resolve) => proxy.close(() => resolve()));
			hangUp();
			return closed;
		}
	};
}
