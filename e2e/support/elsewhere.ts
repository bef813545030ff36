import { createServer, type IncomingHttpHeaders } from 'node:http';

/** Another origin, which lets pages read what it serves. */
export interface Elsewhere {
	/** Of the one file, or of the folder, that it serves; ends with a slash for a folder. */
	readonly address: string;
	/** Headers of each request, in order. */
	readonly requests: readonly IncomingHttpHeaders[];
	close(): Promise<void>;
}

async function serve(path: string, bodyOf: (path: string) => string | Buffer | undefined): Promise<Elsewhere> {
	const requests: IncomingHttpHeaders[] = [];
	const server = createServer((request, response) => {
		requests.push(request.headers);
		const body = bodyOf(request.url ?? '');
		response.writeHead(body === undefined ? 404 : 200, { 'access-control-allow-origin': '*' }).end(body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const taken = server.address();
	if (taken === null || typeof taken === 'string') throw new Error('The server has no port.');
	return {
		address: `http://127.0.0.1:${taken.port}${path}`,
		requests,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};
}

/** Serves one text as a CSV file. */
export const serveText = (text: string): Promise<Elsewhere> =>
	serve('/typed.csv', (path) => (path === '/typed.csv' ? text : undefined));

/** Serves files by their bare names. */
export const serveFiles = (files: ReadonlyMap<string, Buffer>): Promise<Elsewhere> =>
	serve('/pack/', (path) => files.get(path.replace('/pack/', '')));
