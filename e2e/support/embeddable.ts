import { cpSync, writeFileSync } from 'node:fs';
import { createServer, type OutgoingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { injectPrecache } from '../../scripts/setup/precache.mjs';

/** Copies the production build into an empty folder, built as for these origins to embed it. */
export function writeEmbeddable(folder: string, origins: readonly string[]): void {
	cpSync('build', folder, { recursive: true });
	cpSync('.svelte-kit/output/client/service-worker.js', join(folder, 'service-worker.js'));
	writeFileSync(join(folder, 'embed.config.json'), JSON.stringify({ origins }));
	injectPrecache(folder);
}

/** A site of another origin with one empty page, at every address. */
export interface Host {
	readonly origin: string;
	close(): Promise<void>;
}

/** @param name `127.0.0.1` is of Shrike's own site, `localhost` is not */
export async function serveHost(name: '127.0.0.1' | 'localhost', headers: OutgoingHttpHeaders = {}): Promise<Host> {
	const server = createServer((_request, response) => {
		response.writeHead(200, { 'content-type': 'text/html', ...headers }).end('<!doctype html><title>Host</title>');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const taken = server.address();
	if (taken === null || typeof taken === 'string') throw new Error('The server has no port.');
	return {
		origin: `http://${name}:${taken.port}`,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};
}

export const isolating = { 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-opener-policy': 'same-origin' };
