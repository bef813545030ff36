import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getMimeType } from 'hono/utils/mime';
import { isPageAddress } from '../core/site/page-address';
import { cacheControl } from './cache-control';

interface StoredFile {
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly headers: Readonly<Record<string, string>>;
}

/** A built site held in memory. */
export interface StaticSite {
	readonly indexHtml: string;
	/** Answers a GET (a HEAD is one whose body is dropped). Never throws. */
	answer(request: Request): Response;
}

function contentType(path: string): string {
	if (path.endsWith('.md')) return 'text/markdown; charset=utf-8';
	return getMimeType(path) ?? 'application/octet-stream';
}

function store(path: string, bytes: Uint8Array<ArrayBuffer>): StoredFile {
	return {
		bytes,
		headers: {
			'content-type': contentType(path),
			'content-length': String(bytes.byteLength),
			'cache-control': cacheControl(path),
			etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`
		}
	};
}

async function readFolder(root: string): Promise<Map<string, StoredFile>> {
	const files = new Map<string, StoredFile>();
	for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile() || entry.name.startsWith('.') || entry.name === '_headers') continue;
		const absolute = join(entry.parentPath, entry.name);
		const path = `/${absolute.slice(root.length).split(/[\\/]/).filter(Boolean).join('/')}`;
		files.set(path, store(path, new Uint8Array(await readFile(absolute))));
	}
	return files;
}

function decode(pathname: string): string | null {
	try {
		return decodeURIComponent(pathname);
	} catch {
		return null;
	}
}

function isNavigation(request: Request): boolean {
	const mode = request.headers.get('sec-fetch-mode');
	return mode === null ? (request.headers.get('accept') ?? '').includes('text/html') : mode === 'navigate';
}

function send(request: Request, file: StoredFile): Response {
	const known = request.headers.get('if-none-match')?.split(',') ?? [];
	// Proxies that compress weaken the tag.
	if (known.some((tag) => tag.trim().replace(/^W\//, '') === file.headers['etag'])) {
		const { 'content-length': _length, ...headers } = file.headers;
		return new Response(null, { status: 304, headers });
	}
	return new Response(file.bytes, { headers: file.headers });
}

/**
 * Reads a build folder. Its files are listed and read once: a request can name nothing outside the list, however its
 * path is written, and a build that replaces the folder under a running server cannot mix two versions.
 *
 * @throws when the folder has no index.html
 */
export async function readStaticSite(root: string): Promise<StaticSite> {
	const files = await readFolder(root);
	const index = files.get('/index.html');
	if (!index) throw new Error(`There is no index.html in ${root}. Build the app first: npm run build`);
	return {
		indexHtml: new TextDecoder().decode(index.bytes),
		answer(request) {
			const path = decode(new URL(request.url).pathname);
			const file = path === null ? undefined : files.get(path === '/' ? '/index.html' : path);
			if (file) return send(request, file);
			if (path !== null && isPageAddress(path) && isNavigation(request)) return send(request, index);
			return new Response('Not found\n', { status: 404, headers: { 'cache-control': 'no-store' } });
		}
	};
}
