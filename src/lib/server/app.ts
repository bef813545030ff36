import { Hono } from 'hono';
import { responseHeaders } from './response-headers';
import type { StaticSite } from './static-site';

/** The server as Request → Response: every answer carries the headers that are due to whoever asks, errors too. */
export function createApp(site: StaticSite): Hono {
	const headersOf = responseHeaders(site);
	const app = new Hono();
	app.use('*', async (context, next) => {
		await next();
		for (const [name, value] of Object.entries(headersOf(context.req.raw))) context.header(name, value);
	});
	app.get('*', (context) => site.answer(context.req.raw));
	app.all('*', (context) => context.text('Only GET and HEAD are answered here.\n', 405, { allow: 'GET, HEAD' }));
	return app;
}
