import { afterEach, describe, expect, it, vi } from 'vitest';
import { availableLocks, HeldRuns, localLocks, webLocks } from './run-lock';

/** The part of the Web Locks API that is used, by its specification: exclusive locks, queued in order, until settled. */
class FakeLockManager {
	private readonly tails = new Map<string, Promise<unknown>>();
	private readonly names = new Set<string>();

	async request<T>(name: string, { signal }: { signal: AbortSignal }, granted: () => Promise<T>): Promise<T> {
		const before = this.tails.get(name) ?? Promise.resolve();
		const aborted = new Promise<never>((_, reject) => {
			signal.addEventListener('abort', () => reject(signal.reason));
		});
		const mine = Promise.race([before, aborted]).then(async () => {
			this.names.add(name);
			try {
				return await granted();
			} finally {
				this.names.delete(name);
			}
		});
		this.tails.set(name, Promise.all([before, mine.catch(() => undefined)]));
		return mine;
	}

	async query(): Promise<LockManagerSnapshot> {
		return { held: [...this.names].map((name) => ({ name, mode: 'exclusive', clientId: '1' })), pending: [] };
	}
}

afterEach(() => vi.unstubAllGlobals());

describe('webLocks', () => {
	it('shows a run that is held to every tab, until it is released', async () => {
		const manager = new FakeLockManager();
		const [here, there, otherLog] = [webLocks(manager, 'log'), webLocks(manager, 'log'), webLocks(manager, 'other')];
		const release = await here.hold('run-1');
		expect(await there.runningIds()).toEqual(new Set(['run-1']));
		expect(await otherLog.runningIds()).toEqual(new Set());
		release();
		await vi.waitFor(async () => expect(await there.runningIds()).toEqual(new Set()));
	});

	it('waits a moment for a holder that is going, and refuses when it stays', async () => {
		const expired = new AbortController();
		vi.spyOn(AbortSignal, 'timeout').mockReturnValue(expired.signal);
		const manager = new FakeLockManager();
		const release = await webLocks(manager, 'log').hold('run-1');
		const waiting = webLocks(manager, 'log').hold('run-1');
		release();
		await waiting;
		const refused = webLocks(manager, 'log').hold('run-1');
		expired.abort(new DOMException('expired', 'TimeoutError'));
		await expect(refused).rejects.toMatchObject({ code: 'storage.in-use' });
		vi.restoreAllMocks();
	});
});

describe('availableLocks', () => {
	it('uses the browser’s locks where it may, else those of this realm', async () => {
		vi.stubGlobal('navigator', { locks: new FakeLockManager() });
		expect((await availableLocks('log')).shared).toBe(true);
		vi.stubGlobal('navigator', {});
		expect((await availableLocks('log')).shared).toBe(false);
		const refusing = { query: () => Promise.reject(new DOMException('opaque origin', 'SecurityError')) };
		vi.stubGlobal('navigator', { locks: refusing });
		expect((await availableLocks('log')).shared).toBe(false);
	});
});

describe('HeldRuns', () => {
	it('takes a run once, and lets go of it', async () => {
		const locks = localLocks();
		const [mine, theirs] = [new HeldRuns(locks), new HeldRuns(locks)];
		await Promise.all([mine.ensure('a'), mine.ensure('a'), mine.ensure('b')]);
		await expect(theirs.ensure('a')).rejects.toMatchObject({ code: 'storage.in-use' });
		await mine.release('a');
		await theirs.ensure('a');
		expect(await locks.runningIds()).toEqual(new Set(['a', 'b']));
		await Promise.all([mine.releaseAll(), theirs.releaseAll()]);
		expect(await locks.runningIds()).toEqual(new Set());
	});
});
