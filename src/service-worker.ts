/// <reference lib="webworker" />
import { PrecacheController } from 'workbox-precaching';
import {
	type HeldVersions,
	holdFor,
	neededVersions,
	readHeldVersions,
	takeOver,
	writeHeldVersions
} from './lib/app/pwa/held-versions';
import { embedFile, isAskedFirst, isEmbedPage } from './lib/core/site/embedding';
import { isPageAddress } from './lib/core/site/page-address';

interface PrecacheEntry {
	readonly url: string;
	readonly revision: string | null;
	readonly integrity: string;
}

declare const self: ServiceWorkerGlobalScope & {
	/** Replaced by the build with the list of everything it wrote (scripts/setup/precache.mjs). */
	readonly __SHRIKE_PRECACHE: { readonly version: string; readonly entries: readonly PrecacheEntry[] };
};

// App and packs are one version in one cache: an old manifest can never meet new weights.
const { version, entries } = self.__SHRIKE_PRECACHE;
const cachePrefix = 'shrike-app-';
const cacheOf = (of: string): string => cachePrefix + of;
const precache = new PrecacheController({ cacheName: cacheOf(version) });
precache.addToCacheList([...entries]);

let held: Promise<HeldVersions> | null = null;
const heldNow = (): Promise<HeldVersions> =>
	(held ??= readHeldVersions(caches).catch(() => {
		// Asked again next time: files must be answered even where this cannot be read.
		held = null;
		return { active: null, clients: {} };
	}));

async function change(next: (now: HeldVersions) => HeldVersions): Promise<void> {
	held = heldNow().then(next);
	await writeHeldVersions(caches, await held);
}

async function removeUnneeded(needed: ReadonlySet<string>): Promise<void> {
	// A newer version may be filling its cache right now; the next activation cleans up.
	if (self.registration.installing ?? self.registration.waiting) return;
	const names = (await caches.keys()).filter((name) => name.startsWith(cachePrefix));
	const unneeded = names.filter((name) => !needed.has(name.slice(cachePrefix.length)));
	await Promise.all(unneeded.map((name) => caches.delete(name)));
}

async function activate(): Promise<void> {
	const before = await heldNow();
	const open = await self.clients.matchAll({ type: 'all' });
	const after = takeOver(before, version, open.map((client) => client.id));
	await change(() => after);
	await removeUnneeded(neededVersions(before, after));
}

/** Relative to where the app lies, beginning with a slash; without its query. */
const pathOf = (request: Request): string =>
	new URL(request.url).pathname.slice(new URL(self.registration.scope).pathname.length - 1);

/**
 * An answer of the network, whatever it is, else `cached`: a server that refuses has the last word. Each has its own
 * headers; those of the cached one were current when this version was installed.
 */
async function askFirst(request: Request, cached: () => Promise<Response | undefined>): Promise<Response> {
	try {
		return await fetch(request);
	} catch (error) {
		const response = await cached();
		if (response) return response;
		throw error;
	}
}

async function answerNavigation(request: Request): Promise<Response> {
	const path = pathOf(request);
	if (isEmbedPage(path)) return askFirst(request, () => precache.matchPrecache(`.${embedFile}`));
	const file = await precache.matchPrecache(request.url);
	if (file) return file;
	const page = isPageAddress(path) ? await precache.matchPrecache('./') : undefined;
	return page ?? fetch(request);
}

async function answerFile({ request, clientId, resultingClientId }: FetchEvent): Promise<Response> {
	if (isAskedFirst(pathOf(request))) return askFirst(request, () => precache.matchPrecache(request.url));
	const heldVersion = (await heldNow()).clients[clientId];
	if (heldVersion === undefined) return (await precache.matchPrecache(request.url)) ?? fetch(request);
	// A worker that an old page starts belongs to the page's version.
	if (resultingClientId) await change((now) => holdFor(now, resultingClientId, heldVersion));
	const file = await (await caches.open(cacheOf(heldVersion))).match(request.url, { ignoreSearch: true });
	return file ?? fetch(request);
}

self.addEventListener('install', (event) => void precache.install(event));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event: ExtendableMessageEvent) => {
	const data: unknown = event.data;
	// Sent when the user accepts the offered version, never by itself.
	const accepted = typeof data === 'object' && data !== null && 'type' in data && data.type === 'SKIP_WAITING';
	if (accepted) event.waitUntil(self.skipWaiting());
});
self.addEventListener('fetch', (event) => {
	const { request } = event;
	if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
	event.respondWith(request.mode === 'navigate' ? answerNavigation(request) : answerFile(event));
});
