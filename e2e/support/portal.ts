import { createServer } from 'node:http';
import type { Host } from './embeddable';

const types: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript' };

/** A portal on an origin of its own, which serves these files by their paths. */
export async function servePortal(files: () => Readonly<Record<string, string>>): Promise<Host> {
	const server = createServer(({ url = '/' }, response) => {
		const body = files()[url];
		const type = types[url.split('.').at(-1) ?? ''] ?? 'text/plain';
		// Browsers ask for an icon too.
		response.writeHead(body === undefined ? 204 : 200, { 'content-type': type }).end(body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const taken = server.address();
	if (taken === null || typeof taken === 'string') throw new Error('The server has no port.');
	return {
		origin: `http://127.0.0.1:${taken.port}`,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};
}
