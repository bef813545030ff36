import type { StorageUsage } from './log';

/** What this origin uses and may use, by the browser's own (rounded) estimate; null where it does not say. */
export async function storageUsage(): Promise<StorageUsage | null> {
	try {
		const storage = globalThis.navigator?.storage;
		if (!storage?.estimate) return null;
		const { usage, quota } = await storage.estimate();
		if (usage === undefined || quota === undefined) return null;
		return { usedBytes: usage, quotaBytes: quota, persisted: (await storage.persisted?.()) ?? false };
	} catch {
		// an opaque origin (a sandboxed frame) throws instead of answering
		return null;
	}
}

/** Asks for storage that the browser does not evict under pressure; false when it refuses or cannot. */
export async function persistenceGranted(): Promise<boolean> {
	try {
		const storage = globalThis.navigator?.storage;
		return (await storage?.persist?.()) ?? false;
	} catch {
		return false;
	}
}
