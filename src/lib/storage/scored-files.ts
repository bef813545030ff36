import type { ScoredFile, ScoredFiles, ScoredForm } from '../core/run/scored-files';
import { HeldFile, readFile } from './held-file';
import type { StorageUsage } from './log';
import { privateFolder, type PrivateFolder } from './private-folder';
import { storageUsage } from './quota';
import { fileName, markedBy, markOf, prefixOf } from './scored-names';

/** Whole files of earlier runs that stay when another one is begun. */
const keptFiles = 1;
/** What the log may need beside a scored file: this share of its bytes, and never less than the second. */
const [logShare, leastForLog] = [0.5, 64 * 2 ** 20];
/** Chromium, from 138 on, tells of no more room than this, however much there is. */
const mostTold = 10 * 2 ** 30;
/** For a file that another realm has open: it lets go of a whole one soon. */
const [tries, pauseMs] = [12, 250];

export interface PrivateScoredFilesOptions {
	readonly folder?: () => Promise<PrivateFolder | null>;
	readonly usage?: () => Promise<Pick<StorageUsage, 'usedBytes' | 'quotaBytes'> | null>;
	/** How long after it was finished a file is brought to the disk and marked as whole, in milliseconds. */
	readonly markAfterMs?: number;
}

/**
 * Scored files in the origin's private file system: bytes go from the worker to the file without passing through the heap
 * or another process. Everything here may fail without harm (see {@link ScoredFiles}), so failures are answers, not faults.
 */
export class PrivateScoredFiles implements ScoredFiles {
	private readonly held = new Map<string, HeldFile>();
	private readonly folder: () => Promise<PrivateFolder | null>;
	private readonly usage: NonNullable<PrivateScoredFilesOptions['usage']>;
	private readonly markAfterMs: number;

	constructor(options: PrivateScoredFilesOptions = {}) {
		this.folder = options.folder ?? (() => privateFolder('scored'));
		this.usage = options.usage ?? storageUsage;
		this.markAfterMs = options.markAfterMs ?? 2000;
	}

	open(runId: string, form: ScoredForm, expectedBytes: number): Promise<ScoredFile | null> {
		return this.within(null, async (folder) => {
			const name = fileName(runId, form);
			if (this.held.get(name)?.whole === null) return null;
			await this.remove(folder, name);
			const others = await this.wholeOthers(folder, name);
			for (const old of others.slice(keptFiles)) await this.remove(folder, old);
			if (!(await this.hasRoom(expectedBytes))) {
				for (const old of others) await this.remove(folder, old);
				if (!(await this.hasRoom(expectedBytes))) return null;
			}
			const writer = await (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle?.();
			if (!writer) {
				await this.remove(folder, name);
				return null;
			}
			const file = new HeldFile(folder, name, writer, this.markAfterMs, () => this.held.delete(name));
			this.held.set(name, file);
			return file;
		});
	}

	async find(runId: string, form: ScoredForm): Promise<Blob | null> {
		const name = fileName(runId, form);
		const held = this.held.get(name);
		if (held) return held.whole;
		return this.within(null, async (folder) => {
			await folder.getFileHandle(markOf(name));
			return readFile(folder, name);
		});
	}

	async drop(runId: string): Promise<void> {
		await this.removeAll((name) => name.startsWith(prefixOf(runId)), tries);
	}

	clear(): Promise<boolean> {
		return this.removeAll(() => true, tries);
	}

	async sweep(): Promise<void> {
		await this.removeAll((name) => !this.held.has(name), 1);
	}

	/** What the work gives, or `otherwise` where there is no folder and when anything fails. */
	private async within<T>(otherwise: T, work: (folder: PrivateFolder) => Promise<T>): Promise<T> {
		try {
			const folder = await this.folder();
			return folder ? await work(folder) : otherwise;
		} catch {
			return otherwise;
		}
	}

	/** True when any was removed. */
	private removeAll(which: (name: string) => boolean, tries: number): Promise<boolean> {
		return this.within(false, async (folder) => {
			const all = await namesIn(folder);
			let some = false;
			for (const name of all) {
				const marked = markedBy(name);
				if (marked === null) some = (which(name) && (await this.remove(folder, name, tries))) || some;
				else if (!all.has(marked)) await this.remove(folder, marked);
			}
			return some;
		});
	}

	/** Removes a file with its mark; false when it was not there or another realm holds it. */
	private async remove(folder: PrivateFolder, name: string, tries = 1): Promise<boolean> {
		const held = this.held.get(name);
		const unmark = () => folder.removeEntry(markOf(name)).catch(() => undefined);
		// first the mark: a file may lack its mark, a mark must not outlive its file
		await unmark();
		if (held) {
			await held.remove();
			return true;
		}
		for (let left = tries; left > 0; left--) {
			try {
				await folder.removeEntry(name);
				// who held it may have marked it meanwhile
				await unmark();
				return true;
			} catch (thrown) {
				if (!isHeldElsewhere(thrown)) return false;
				if (left > 1) await new Promise((resolve) => setTimeout(resolve, pauseMs));
			}
		}
		return false;
	}

	/** Names of whole files but one, newest first; removes those that were never finished and that nobody is writing. */
	private async wholeOthers(folder: PrivateFolder, own: string): Promise<string[]> {
		const all = await namesIn(folder);
		const whole: { name: string; at: number }[] = [];
		for (const name of all) {
			if (markedBy(name) !== null || name === own) continue;
			const held = this.held.get(name);
			if (held ? held.whole !== null : all.has(markOf(name))) {
				whole.push({ name, at: (await (await folder.getFileHandle(name)).getFile()).lastModified });
			} else if (!held) await this.remove(folder, name);
		}
		return whole.sort((a, b) => b.at - a.at).map(({ name }) => name);
	}

	private async hasRoom(bytes: number): Promise<boolean> {
		const usage = await this.usage();
		// where the browser does not say, or not all, writing shows
		if (!usage) return true;
		const room = usage.quotaBytes - usage.usedBytes;
		return room >= mostTold || room >= bytes + Math.max(leastForLog, bytes * logShare);
	}
}

async function namesIn(folder: PrivateFolder): Promise<Set<string>> {
	const names = new Set<string>();
	for await (const name of folder.keys()) names.add(name);
	return names;
}

function isHeldElsewhere(thrown: unknown): boolean {
	return thrown instanceof Error && thrown.name === 'NoModificationAllowedError';
}
