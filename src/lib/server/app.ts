import { Hono } from 'hono';
import { securityHeaders } from './security-headers';
import type { StaticSite } from './static-site';

/** The server as Request → Response: every answer carries the security headers, errors too. */
export function createApp(site: StaticSite): Hono {
	const headers = Object.entries(securityHeaders(site.indexHtml));
	const app = new Hono();
	app.use('*', async (context, next) => {
		await next();
		for (const [name, value] of headers) context.header(name, value);
	});
	app.get('*', (context) => site.answer(context.req.raw));
	app.all('*', (context) => context.text('Only GET and HEAD are answered here.\n', 405, { allow: 'GET, HEAD' }));
	return app;
}
