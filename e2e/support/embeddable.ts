import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type OutgoingHttpHeaders } from 'node:http';
import { extname, join } from 'node:path';
import { injectPrecache } from '../../scripts/setup/precache.mjs';

/** Copies the production build into an empty folder, built as for these origins to embed it. */
export function writeEmbeddable(folder: string, origins: readonly string[]): void {
	cpSync('build', folder, { recursive: true });
	cpSync('.svelte-kit/output/client/service-worker.js', join(folder, 'service-worker.js'));
	writeFileSync(join(folder, 'embed.config.json'), JSON.stringify({ origins }));
	injectPrecache(folder);
}

/** What a host's server has at an address beside its page. */
export interface HostFile {
	readonly type: string;
	readonly body: string | Buffer;
}

export interface HostOptions {
	/** What every address without a file has. */
	readonly page?: string;
	readonly files?: Readonly<Record<string, HostFile>>;
	/** Of whose files it serves those below `/`. */
	readonly folder?: string | null;
}

const types: Readonly<Record<string, string>> = {
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.json': 'application/json',
	'.wasm': 'application/wasm'
};

function fileIn(folder: string | null, url: string): HostFile | null {
	const type = types[extname(url)];
	const path = folder === null ? null : join(folder, url);
	return type !== undefined && path !== null && existsSync(path) ? { type, body: readFileSync(path) } : null;
}

/** A site of another origin with one page, empty by default, at every address that has no file. */
export interface Host {
	readonly origin: string;
	close(): Promise<void>;
}

/** @param name `127.0.0.1` is of Shrike's own site, `localhost` is not */
export async function serveHost(
	name: '127.0.0.1' | 'localhost',
	headers: OutgoingHttpHeaders = {},
	{ page = '<!doctype html><title>Host</title>', files = {}, folder = null }: HostOptions = {}
): Promise<Host> {
	const server = createServer(({ url = '/' }, response) => {
		const { type, body } = files[url] ?? fileIn(folder, url) ?? { type: 'text/html', body: page };
		response.writeHead(200, { 'content-type': type, ...headers }).end(body);
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
