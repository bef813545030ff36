/**
 * The one place that listens. `node --import tsx src/lib/server/main.ts [FOLDER]` serves a built site (default:
 * ./build) on this machine only; the port is PORT, or the first free one from 4173 on.
 */
import { resolve } from 'node:path';
import { createApp } from './app';
import { listen, loopback } from './listen';
import { readStaticSite } from './static-site';

const wanted = process.env['PORT'];
const port = wanted ? Number(wanted) : 4173;
if (!Number.isInteger(port) || port < 0 || port > 65535) {
	throw new Error(`PORT is "${wanted}", which is no port number. Give one from 0 to 65535, or none.`);
}
const ports = wanted ? [port] : Array.from({ length: 20 }, (_, offset) => port + offset);
const site = await readStaticSite(resolve(process.argv[2] ?? 'build'));
const { server, port: taken } = await listen(createApp(site), ports);

/** Where the app answers. */
export const address = `http://${loopback}:${taken}/`;
console.log(`Shrike is ready at ${address} (stop with Ctrl-C)`);

function stop(): void {
	// Open keep-alive connections would hold the process.
	if ('closeAllConnections' in server) server.closeAllConnections();
	server.close(() => process.exit(0));
}
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
