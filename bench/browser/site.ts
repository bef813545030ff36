import { createApp } from '../../src/lib/server/app';
import { listen } from '../../src/lib/server/listen';
import { readStaticSite } from '../../src/lib/server/static-site';

export interface Site {
	readonly origin: string;
	close(): Promise<void>;
}

/** Serves a built folder on a free port of this machine, with the headers under which the app runs everywhere. */
export async function serveSite(folder: string): Promise<Site> {
	const { server, port } = await listen(createApp(await readStaticSite(folder)), [0]);
	return {
		origin: `http://127.0.0.1:${port}`,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				if ('closeAllConnections' in server) server.closeAllConnections();
			})
	};
}
