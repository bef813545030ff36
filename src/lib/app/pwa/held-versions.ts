/**
 * Which open page or worker still runs which older version of the app. A service worker is stopped whenever it is
 * idle, so this lives in a cache of its own instead of in memory.
 */
export interface HeldVersions {
	/** The version that was active last. */
	readonly active: string | null;
	/** Version of each client (by its id) that began before the active version did. */
	readonly clients: { readonly [clientId: string]: string };
}

const cacheName = 'shrike-versions';
const address = '/held-versions';
const nothing: HeldVersions = { active: null, clients: {} };

function isHeldVersions(value: unknown): value is HeldVersions {
	return typeof value === 'object' && value !== null && 'active' in value && 'clients' in value;
}

/** What was written last; nothing held when there is nothing. */
export async function readHeldVersions(caches: CacheStorage): Promise<HeldVersions> {
	const response = await (await caches.open(cacheName)).match(address);
	const value: unknown = await response?.json();
	return isHeldVersions(value) ? value : nothing;
}

/** Replaces what was written. */
export async function writeHeldVersions(caches: CacheStorage, held: HeldVersions): Promise<void> {
	await (await caches.open(cacheName)).put(address, Response.json(held));
}

/**
 * The state after `version` took over from the active one: every client that is open now keeps the version that it
 * already held or, else, the one that was active.
 */
export function takeOver(held: HeldVersions, version: string, openClients: readonly string[]): HeldVersions {
	const before = held.active ?? version;
	const clients = openClients.map((id): [string, string] => [id, held.clients[id] ?? before]);
	return { active: version, clients: Object.fromEntries(clients.filter(([, of]) => of !== version)) };
}

/** The state in which a client that an older page has just started keeps that page's version. */
export function holdFor(held: HeldVersions, clientId: string, version: string): HeldVersions {
	return { ...held, clients: { ...held.clients, [clientId]: version } };
}

/** Versions whose files must stay: the new one, the one before it, and those that open clients hold. */
export function neededVersions(before: HeldVersions, after: HeldVersions): ReadonlySet<string> {
	const needed = [before.active, after.active, ...Object.values(after.clients)];
	return new Set(needed.filter((version) => version !== null));
}
