import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from './app';
import { readStaticSite } from './static-site';

const good = 'https://good.example';
const files: Record<string, string> = {
	'index.html': '<!doctype html><title>app</title><script>app</script>',
	'embed.html': '<!doctype html><title>embed</title><script>embed</script>',
	'embed.config.json': JSON.stringify({ origins: [good, 'https://other.example:8443'] }),
	'sdk/shrike-embed.js': 'export {};',
	'sdk/shrike-embed.d.ts': 'export {};',
	'_app/immutable/entry/start.abc.js': 'export {};',
	'_app/immutable/workers/scoring.abc.js': 'export {};',
	'model/index.json': '{"packs":[]}'
};

let folder = '';
let app: ReturnType<typeof createApp>;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'site-'));
	for (const [path, text] of Object.entries(files)) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await writeFile(join(folder, path), text);
	}
	app = createApp(await readStaticSite(folder));
});
afterAll(() => rm(folder, { recursive: true }));

type Asked = Readonly<Record<string, string>>;
const get = async (path: string, headers: Asked = {}, method = 'GET'): Promise<Response> =>
	app.request(path, { method, headers });
const nested = { 'sec-fetch-dest': 'iframe', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' };
const host = { ...nested, referer: `${good}/` };
const own = { ...nested, 'sec-fetch-site': 'same-origin' };
/** Frames of pages that may not embed. Browsers send the path with the origin, the origin alone, or nothing. */
const strangers: Asked[] = [
	nested,
	{ ...nested, referer: 'https://evil.example/' },
	{ ...nested, referer: 'https://good.example.evil/' },
	{ ...nested, referer: 'https://good.example@evil.example/' },
	{ ...nested, referer: 'https://good.example:444/' },
	{ ...nested, referer: 'https://evil.example/?https://good.example/' },
	{ ...nested, referer: 'http://good.example/' },
	{ ...nested, referer: 'null' },
	{ ...nested, referer: 'about:blank' },
	{ ...nested, referer: 'https://evil.example/, https://good.example/' },
	{ ...nested, referer: 'https://evil.example/', origin: good },
	{ ...nested, 'sec-fetch-site': 'same-site' },
	{ ...nested, 'sec-fetch-site': 'none' },
	...['object', 'embed', 'fencedframe'].map((destination) => ({ ...host, 'sec-fetch-dest': destination })),
	{ ...nested, 'sec-fetch-dest': 'frame' }
];
const tab = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' };

function ancestors(response: Response): string[] {
	const policy = response.headers.get('content-security-policy') ?? '';
	return policy.split('; ').filter((directive) => directive.startsWith('frame-ancestors'));
}

describe('who may frame what', () => {
	test.each(['/embed', '/embed/', '/embed?pack=x&theme=dark', '/embed.html'])('%s: its own and the exact origins', async (path) => {
		for (const asked of [host, own, tab, {}]) {
			const response = await get(path, asked);
			expect(response.status).toBe(200);
			expect(await response.text()).toBe(files['embed.html']);
			expect(ancestors(response)).toEqual([`frame-ancestors 'self' ${good} https://other.example:8443`]);
			expect(response.headers.has('x-frame-options')).toBe(false);
		}
	});

	test.each(['/', '/history', '/embedded', '/embed/x', '/Embed', '/x/embed', '/model/index.json', '/sdk/shrike-embed.js', '/gone.js'])(
		'%s: its own origin only',
		async (path) => {
			for (const asked of [host, own, tab, ...strangers]) {
				expect(ancestors(await get(path, asked))).toEqual(["frame-ancestors 'self'"]);
			}
		}
	);

	test('a path that only decodes to it is not taken for it', async () => {
		expect(ancestors(await get('/%65mbed', host))).toEqual(["frame-ancestors 'self'"]);
	});

	test('scripts of both pages may run on both', async () => {
		const [policy, embedPolicy] = await Promise.all(
			['/', '/embed'].map(async (path) => (await get(path)).headers.get('content-security-policy') ?? '')
		);
		expect(policy?.match(/'sha256-[^']+'/g)).toHaveLength(3);
		expect(embedPolicy?.replace(/ https:\/\/\S+$/g, '')).toContain(policy?.slice(0, policy.indexOf('; frame-ancestors')));
	});

	test('a host frames nothing but the embed', async () => {
		for (const path of ['/', '/history', '/model/index.json', '/sdk/shrike-embed.js', '/_app/immutable/entry/start.abc.js']) {
			expect((await get(path, host)).status).toBe(404);
			expect((await get(path, tab)).status).toBe(200);
		}
	});

	test('the frame may load itself anew, when nobody but it is the one who asks', async () => {
		expect((await get('/embed', own)).status).toBe(200);
	});
});

describe('who may read the host’s side', () => {
	test.each([good, 'https://other.example:8443'])('%s may', async (origin) => {
		for (const path of ['/sdk/shrike-embed.js', '/sdk/shrike-embed.d.ts', '/sdk/shrike-embed.js?v=1']) {
			const response = await get(path, { origin, 'sec-fetch-dest': 'script', 'sec-fetch-mode': 'cors' });
			expect(response.status).toBe(200);
			expect(response.headers.get('access-control-allow-origin')).toBe(origin);
			expect(response.headers.get('vary')).toBe('origin, sec-fetch-dest');
			expect(response.headers.has('access-control-allow-credentials')).toBe(false);
		}
	});

	test.each([
		'https://good.example.evil',
		'https://evil-good.example',
		'https://sub.good.example',
		'https://good.example:444',
		'https://good.example:443',
		'https://good.example:8443',
		'http://good.example',
		'https://good.example/',
		'https://good.example.',
		'https://GOOD.example',
		'HTTPS://good.example',
		'https://good.example,https://good.example',
		'https://good.example, https://evil.example',
		'https://good.example https://evil.example',
		'https://good.example@evil.example',
		'https://good.example\tx',
		'null',
		'file://',
		'*',
		''
	])('%s gets nothing', async (origin) => {
		const response = await get('/sdk/shrike-embed.js', { origin });
		expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
		expect(response.headers.get('vary')).toBe('origin, sec-fetch-dest');
	});

	test('two Origin headers get nothing', async () => {
		const headers = new Headers([
			['origin', good],
			['origin', good]
		]);
		const response = await app.request('/sdk/shrike-embed.js', { headers });
		expect(response.headers.has('access-control-allow-origin')).toBe(false);
	});

	test('an allowed origin may read nothing else', async () => {
		const paths = ['/', '/embed', '/embed.config.json', '/model/index.json', '/_app/immutable/entry/start.abc.js', '/gone', '/sdk'];
		for (const path of paths) {
			expect((await get(path, { origin: good })).headers.has('access-control-allow-origin')).toBe(false);
		}
	});

	test('a preflight is refused in the same words for every path, and allows nothing', async () => {
		const asked = { origin: good, 'access-control-request-method': 'GET', 'access-control-request-headers': 'x-a' };
		const answers = ['/embed', '/missing', '/model/index.json'].map(async (path) => {
			const response = await get(path, asked, 'OPTIONS');
			expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
			return [response.status, await response.text(), response.headers.get('allow')];
		});
		const [first, ...others] = await Promise.all(answers);
		expect(first?.[0]).toBe(405);
		for (const other of others) expect(other).toEqual(first);
	});

	test('types are text, not video', async () => {
		const { headers } = await get('/sdk/shrike-embed.d.ts');
		expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
	});
});

describe('a page that may not embed cannot tell what there is from what there is not', () => {
	/** What a browser acts on before it lets the asking page see anything of an answer. */
	function judged(response: Response): Record<string, string | null> {
		const names = [
			'cross-origin-resource-policy',
			'cross-origin-embedder-policy',
			'cross-origin-opener-policy',
			'access-control-allow-origin',
			'timing-allow-origin',
			'x-frame-options',
			'x-content-type-options',
			'location',
			'link',
			'refresh',
			'set-cookie',
			'report-to',
			'reporting-endpoints',
			'nel'
		];
		return Object.fromEntries(names.map((name) => [name, response.headers.get(name)]));
	}

	const pairs = [
		['/embed', '/missing'],
		['/embed/', '/missing/'],
		['/', '/missing'],
		['/model/index.json', '/model/missing.json'],
		['/sdk/shrike-embed.js', '/sdk/missing.js'],
		['/_app/immutable/entry/start.abc.js', '/_app/immutable/entry/missing.js'],
		['/_app/immutable/workers/scoring.abc.js', '/_app/immutable/workers/missing.js'],
		['/embed.config.json', '/missing.json']
	] as const;
	const destinations = ['image', 'script', 'style', 'empty', 'audio', 'video', 'track', 'font', 'worker', 'manifest'];

	test.each(pairs)('%s as what needs no permission is refused just as %s', async (present, missing) => {
		for (const destination of destinations) {
			const asked = { 'sec-fetch-dest': destination, 'sec-fetch-mode': 'no-cors', 'sec-fetch-site': 'cross-site' };
			const [one, other] = [judged(await get(present, asked)), judged(await get(missing, asked))];
			expect(one).toEqual(other);
			expect(one['cross-origin-resource-policy']).toBe('same-origin');
		}
	});

	test('a stranger’s frame gets one and the same answer for every path, byte for byte', async () => {
		const answers = new Set<string>();
		for (const path of [...pairs.flat(), '/history', '/embed.html', '/%ff']) {
			for (const stranger of strangers) {
				const response = await get(path, stranger);
				answers.add(JSON.stringify([response.status, [...response.headers], await response.text()]));
			}
		}
		expect(answers.size).toBe(1);
		const [answer = ''] = answers;
		expect(answer).toMatch(/^\[404,/);
		// Chromium shows the policy that refuses a frame to the page that is refused.
		expect(answer).toContain(`["content-security-policy","default-src 'none'; frame-ancestors 'self'"]`);
		expect(answer).not.toMatch(/shrike|good\.example|sha256|wasm/i);
	});

	test.each(pairs)('%s read with CORS is refused just as %s', async (present, missing) => {
		const asked = { origin: 'https://evil.example', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'script' };
		expect(judged(await get(present, asked))).toEqual(judged(await get(missing, asked)));
	});

	test('no answer sends anyone elsewhere', async () => {
		for (const path of pairs.flat()) {
			for (const asked of [host, own, tab, nested]) expect([200, 404]).toContain((await get(path, asked)).status);
		}
	});
});

describe('a host that is isolated from other origins', () => {
	test('may frame the page, which stays out of reach otherwise', async () => {
		// Also when it is the frame that loads itself anew.
		const [framed, again] = await Promise.all([get('/embed', host), get('/embed', own)]);
		for (const { headers } of [framed, again]) {
			expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
			expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
		}
		const fetched = await get('/embed', { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'no-cors' });
		expect(fetched.status).toBe(200);
		expect(fetched.headers.has('cross-origin-embedder-policy')).toBe(false);
		expect(fetched.headers.get('cross-origin-resource-policy')).toBe('same-origin');
		// A cache must not give one the other's answer.
		for (const response of [framed, fetched]) expect(response.headers.get('vary')).toBe('sec-fetch-dest, sec-fetch-site, referer');
	});

	test('the page’s workers may run there too', async () => {
		const { headers } = await get('/_app/immutable/workers/scoring.abc.js', { 'sec-fetch-dest': 'worker' });
		expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
		expect(headers.get('cache-control')).toContain('immutable');
	});

	test('the app itself is not isolated by it', async () => {
		for (const asked of [tab, own]) expect((await get('/', asked)).headers.has('cross-origin-embedder-policy')).toBe(false);
	});
});

test('a site whose list is wrong is not served', async () => {
	const broken = await mkdtemp(join(tmpdir(), 'site-'));
	await writeFile(join(broken, 'index.html'), '');
	await writeFile(join(broken, 'embed.config.json'), '{ "origins": ["https://good.example/"] }');
	await expect(readStaticSite(broken)).rejects.toThrow(`${join(broken, 'embed.config.json')} does not say who may embed`);
	await rm(join(broken, 'embed.config.json'));
	expect((await readStaticSite(broken)).origins).toEqual([]);
	await rm(broken, { recursive: true });
});
