import { serve, type ServerType } from '@hono/node-server';
import type { Hono } from 'hono';

/** Only this machine can connect: the app has no log-in. */
export const loopback = '127.0.0.1';

function isTaken(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function listenOnce(app: Hono, port: number): Promise<{ server: ServerType; port: number }> {
	return new Promise((resolve, reject) => {
		const server = serve({ fetch: app.fetch, port, hostname: loopback }, (info) => {
			resolve({ server, port: info.port });
		});
		server.once('error', reject);
	});
}

/**
 * Listens on the first free port of `ports`.
 *
 * @throws when none is free, naming the first
 */
export async function listen(app: Hono, ports: readonly number[]): Promise<{ server: ServerType; port: number }> {
	for (const port of ports) {
		try {
			return await listenOnce(app, port);
		} catch (error) {
			if (!isTaken(error)) throw error;
		}
	}
	throw new Error(`Port ${ports[0]} is taken by another program. Choose one with PORT=…, or stop that program.`);
}
