import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getMimeType } from 'hono/utils/mime';
import { embedConfigFile, embedFile, isEmbedPage } from '../core/site/embedding';
import { isPageAddress } from '../core/site/page-address';
import { cacheControl } from './cache-control';
import { readEmbedConfig } from './embed-config';
import { isStranger } from './strangers';

interface StoredFile {
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly headers: Readonly<Record<string, string>>;
}

/** A built site held in memory. */
export interface StaticSite {
	/** Texts of its pages. */
	readonly pages: readonly string[];
	/** Who may embed it beside its own origin. */
	readonly origins: readonly string[];
	/** Answers a GET (a HEAD is one whose body is dropped). Never throws. */
	answer(request: Request): Response;
}

function contentType(path: string): string {
	if (path.endsWith('.md')) return 'text/markdown; charset=utf-8';
	// Types of the host's side; to the table of types, .ts is video.
	if (path.endsWith('.ts')) return 'text/plain; charset=utf-8';
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
 * @throws when the folder has no index.html, or does not say rightly who may embed it
 */
export async function readStaticSite(root: string): Promise<StaticSite> {
	const files = await readFolder(root);
	const index = files.get('/index.html');
	if (!index) throw new Error(`There is no index.html in ${root}. Build the app first: npm run build`);
	const textOf = (file: StoredFile): string => new TextDecoder().decode(file.bytes);
	const config = files.get(embedConfigFile);
	const { origins } = readEmbedConfig(config ? textOf(config) : null, join(root, embedConfigFile));
	const embed = files.get(embedFile);

	function pageAt(path: string, request: Request): StoredFile | undefined {
		if (path === '/') return index;
		if (isEmbedPage(path) && embed) return embed;
		return isPageAddress(path) && isNavigation(request) ? index : undefined;
	}

	const allowed = new Set(origins);
	function find(request: Request): StoredFile | undefined {
		const path = decode(new URL(request.url).pathname);
		if (path === null || isStranger(request, allowed)) return undefined;
		return files.get(path) ?? pageAt(path, request);
	}

	return {
		pages: [index, embed].flatMap((file) => (file ? [textOf(file)] : [])),
		origins,
		answer(request) {
			const file = find(request);
			if (file) return send(request, file);
			return new Response('Not found\n', { status: 404, headers: { 'cache-control': 'no-store' } });
		}
	};
}
