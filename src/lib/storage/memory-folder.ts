import type { FileWriter, PrivateFile, PrivateFolder } from './private-folder';
import { PrivateScoredFiles } from './scored-files';

class Entry implements PrivateFile {
	bytes = new Uint8Array(0);
	changedAt = 0;
	writer: FileWriter | null = null;

	constructor(
		private readonly name: string,
		private readonly folder: MemoryFolder
	) {}

	async getFile(): Promise<File> {
		return new File([this.bytes], this.name, { lastModified: this.changedAt });
	}

	async createSyncAccessHandle(): Promise<FileWriter> {
		if (this.writer) throw heldElsewhere();
		const requireOpen = (): void => {
			if (this.writer !== writer) throw new DOMException('It was closed.', 'InvalidStateError');
		};
		const writer: FileWriter = {
			write: (bytes, { at }) => {
				requireOpen();
				if (this.folder.usedBytes + bytes.length > this.folder.capacityBytes) throw new DOMException('Full.', 'QuotaExceededError');
				const all = new Uint8Array(Math.max(this.bytes.length, at + bytes.length));
				all.set(this.bytes);
				all.set(bytes, at);
				this.bytes = all;
				this.changedAt = ++this.folder.clock;
				return bytes.length;
			},
			getSize: () => this.bytes.length,
			flush: requireOpen,
			close: () => {
				if (this.writer === writer) this.writer = null;
			}
		};
		this.writer = writer;
		return writer;
	}
}

/** A private folder in memory, for tests: it locks, fills up and forgets as the browser's does. */
export class MemoryFolder implements PrivateFolder {
	readonly entries = new Map<string, Entry>();
	capacityBytes = Infinity;
	clock = 0;

	get usedBytes(): number {
		return [...this.entries.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
	}

	async getFileHandle(name: string, { create = false }: { readonly create?: boolean } = {}): Promise<PrivateFile> {
		const known = this.entries.get(name);
		if (!known && !create) throw new DOMException('There is none.', 'NotFoundError');
		const entry = known ?? new Entry(name, this);
		this.entries.set(name, entry);
		return entry;
	}

	async removeEntry(name: string): Promise<void> {
		const entry = this.entries.get(name);
		if (!entry) throw new DOMException('There is none.', 'NotFoundError');
		if (entry.writer) throw heldElsewhere();
		this.entries.delete(name);
	}

	async *keys(): AsyncGenerator<string> {
		yield* this.entries.keys();
	}
}

/** Scored files in memory, for tests. */
export function memoryScoredFiles(folder = new MemoryFolder()): PrivateScoredFiles {
	const usage = async () => ({ usedBytes: folder.usedBytes, quotaBytes: folder.capacityBytes });
	return new PrivateScoredFiles({ folder: async () => folder, usage, markAfterMs: 0 });
}

function heldElsewhere(): DOMException {
	return new DOMException('It is open elsewhere.', 'NoModificationAllowedError');
}
