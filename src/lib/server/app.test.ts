import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from './app';
import { readStaticSite } from './static-site';

const bootstrap = '\n\t{ start(); }\n';
const files: Record<string, string> = {
	'index.html': `<!doctype html><script>${bootstrap}</script><script src="/a.js"></script>`,
	'_app/immutable/entry/start.abc.js': 'export {};',
	'_app/immutable/workers/scoring.js': 'self.onmessage = null;',
	'model/index.json': '{"packs":[]}',
	'model/card.md': '# Card',
	'sample.csv.gz': 'not really gzip',
	'kernel.wasm': '\0asm',
	_headers: '/*',
	'.source-hash': 'abc'
};

let folder = '';
let app: ReturnType<typeof createApp>;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'site-'));
	await writeFile(join(folder, 'secret.txt'), 'outside');
	for (const [path, text] of Object.entries(files)) {
		await mkdir(dirname(join(folder, 'build', path)), { recursive: true });
		await writeFile(join(folder, 'build', path), text);
	}
	app = createApp(await readStaticSite(join(folder, 'build')));
});
afterAll(() => rm(folder, { recursive: true }));

const page = { headers: { accept: 'text/html', 'sec-fetch-mode': 'navigate' } };
const get = async (path: string, init?: RequestInit): Promise<Response> => app.request(path, init);

describe('files', () => {
	test.each([
		['/', 'text/html; charset=utf-8', 'no-cache'],
		['/_app/immutable/entry/start.abc.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
		['/model/index.json', 'application/json', 'no-cache'],
		['/model/card.md', 'text/markdown; charset=utf-8', 'no-cache'],
		['/sample.csv.gz', 'application/gzip', 'no-cache'],
		['/kernel.wasm', 'application/wasm', 'no-cache']
	])('%s is %s, %s', async (path, type, caching) => {
		const response = await get(path);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toBe(type);
		expect(response.headers.get('cache-control')).toBe(caching);
		expect(response.headers.get('content-encoding')).toBeNull();
	});

	test('a known ETag is answered without the bytes', async () => {
		const etag = (await get('/model/index.json')).headers.get('etag') ?? '';
		const again = await get('/model/index.json', { headers: { 'if-none-match': `"other", W/${etag}` } });
		expect(again.status).toBe(304);
		expect(await again.text()).toBe('');
		expect(again.headers.get('etag')).toBe(etag);
	});

	test('HEAD has the headers and no body; nothing can be written', async () => {
		const head = await get('/model/index.json', { method: 'HEAD' });
		expect([head.status, await head.text()]).toEqual([200, '']);
		expect((await get('/', { method: 'POST' })).status).toBe(405);
	});
});

describe('addresses without a file', () => {
	test.each(['/history', '/history/run-42'])('%s opened by a person is the page', async (path) => {
		const response = await get(path, page);
		expect(response.status).toBe(200);
		expect(await response.text()).toBe(files['index.html']);
	});

	test.each(['/model/x', '/model/none/manifest.json', '/_app/immutable/gone.js', '/_app/x', '/gone.css'])(
		'%s is a 404, even to a person',
		async (path) => {
			const response = await get(path, page);
			expect(response.status).toBe(404);
			expect(await response.text()).not.toContain('<');
		}
	);

	test('a script asking for a page address gets no HTML', async () => {
		expect((await get('/history', { headers: { accept: '*/*' } })).status).toBe(404);
	});

	test.each([
		'/../secret.txt',
		'/..%2fsecret.txt',
		'/%2e%2e/secret.txt',
		'/model/%2e%2e%2f%2e%2e%2fsecret.txt',
		'/..%5csecret.txt',
		'//secret.txt',
		'/%00',
		'/%ff',
		'/.source-hash',
		'/_headers'
	])('%s does not leave the folder', async (path) => {
		const response = await get(path);
		expect(response.status).toBe(404);
		expect(await response.text()).not.toContain('outside');
	});
});

describe('security headers', () => {
	test.each(['/', '/_app/immutable/workers/scoring.js', '/gone.css', '/model/index.json'])('%s has them', async (path) => {
		const { headers } = await get(path);
		const policy = headers.get('content-security-policy') ?? '';
		// The authority: CSP Level 3 hashes the exact text between the tags.
		const hash = createHash('sha256').update(bootstrap).digest('base64');
		expect(policy).toContain(`script-src 'self' 'sha256-${hash}' 'wasm-unsafe-eval';`);
		expect(policy).toMatch(/^default-src 'none';/);
		expect(policy).not.toMatch(/'unsafe-eval'|unsafe-inline/);
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('referrer-policy')).toBe('no-referrer');
		expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
		expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
	});

	test('a 304 and a 405 have them too', async () => {
		const etag = (await get('/')).headers.get('etag') ?? '';
		for (const init of [{ headers: { 'if-none-match': etag } }, { method: 'DELETE' }]) {
			const { headers } = await get('/', init);
			expect(headers.has('content-security-policy')).toBe(true);
			expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
		}
	});
});

test('a folder without a build says what to do', async () => {
	await expect(readStaticSite(folder)).rejects.toThrow('npm run build');
});
