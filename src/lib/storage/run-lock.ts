import { ShrikeError } from '../core/errors';

/** Tells which runs are being worked on, across tabs and workers where the browser lets us. */
export interface RunLocks {
	/** False where other tabs cannot be seen: then the log goes by when a run was last written to. */
	readonly shared: boolean;
	/** Takes a run for this realm until the returned function is called. Rejects with `storage.in-use`. */
	hold(id: string): Promise<() => void>;
	/** Runs held anywhere that we can see, this realm included. */
	runningIds(): Promise<Set<string>>;
}

/** The part of the browser's `LockManager` that is used. */
export interface Locks {
	request(name: string, options: { signal: AbortSignal }, granted: () => Promise<void>): Promise<void>;
	query(): Promise<{ readonly held?: readonly { readonly name?: string }[] }>;
}

/** How long to wait for a run whose last worker has just been ended: the browser frees its locks a moment later. */
const patienceMs = 1500;

/**
 * Runs held through the Web Locks API. A lock ends with the tab or worker that holds it, however that ends, which no flag
 * in a database does. `scope` keeps logs of different names apart.
 */
export function webLocks(manager: Locks, scope: string): RunLocks {
	const prefix = `${scope}:run:`;
	return {
		shared: true,
		hold: (id) =>
			new Promise<() => void>((resolve, reject) => {
				const held = () => new Promise<void>((release) => resolve(release));
				manager.request(prefix + id, { signal: AbortSignal.timeout(patienceMs) }, held).catch((thrown: unknown) => {
					reject(isTimeout(thrown) ? inUse(id) : thrown);
				});
			}),
		runningIds: async () => {
			const { held = [] } = await manager.query();
			const names = held.map((lock) => lock.name ?? '').filter((name) => name.startsWith(prefix));
			return new Set(names.map((name) => name.slice(prefix.length)));
		}
	};
}

/** Knows only the runs of this realm. */
export function localLocks(): RunLocks {
	const running = new Set<string>();
	return {
		shared: false,
		hold: async (id) => {
			if (running.has(id)) throw inUse(id);
			running.add(id);
			return () => void running.delete(id);
		},
		runningIds: async () => new Set(running)
	};
}

/** Web Locks where this context may use them (a secure one that is not sandboxed away from its origin), else local ones. */
export async function availableLocks(scope: string): Promise<RunLocks> {
	try {
		const manager = globalThis.navigator?.locks;
		if (!manager) return localLocks();
		await manager.query();
		return webLocks(manager, scope);
	} catch {
		return localLocks();
	}
}

export function inUse(id: string): ShrikeError {
	return new ShrikeError(
		'storage.in-use',
		'This run is being scored in another tab or window. Let it finish or cancel it there, then try again.',
		{ runId: id }
	);
}

function isTimeout(thrown: unknown): boolean {
	return thrown instanceof DOMException && (thrown.name === 'TimeoutError' || thrown.name === 'AbortError');
}

/**
 * The runs that one store holds. A run is taken when it is created or written to and given up when it stops running, so
 * that nobody has to remember to.
 */
export class HeldRuns {
	private readonly releases = new Map<string, Promise<() => void>>();

	constructor(private readonly locks: RunLocks) {}

	/** Takes the run unless it is held here already. Rejects with `storage.in-use`. */
	async ensure(id: string): Promise<void> {
		let taken = this.releases.get(id);
		if (!taken) {
			taken = this.locks.hold(id);
			this.releases.set(id, taken);
			taken.catch(() => this.releases.delete(id));
		}
		await taken;
	}

	async release(id: string): Promise<void> {
		const taken = this.releases.get(id);
		this.releases.delete(id);
		(await taken)?.();
	}

	async releaseAll(): Promise<void> {
		await Promise.all([...this.releases.keys()].map((id) => this.release(id)));
	}
}
