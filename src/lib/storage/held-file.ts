import type { ScoredFile } from '../core/run/scored-files';
import type { FileWriter, PrivateFolder } from './private-folder';
import { markOf, typeOf } from './scored-names';

/**
 * A scored file that this realm holds: it is being written, or is whole and waits to be marked so. The mark is set only
 * when the bytes have reached the disk, which a power cut may show; that takes as long as the disk takes, so it waits until
 * the run's results are drawn.
 */
export class HeldFile implements ScoredFile {
	private at = 0;
	private state: 'writing' | 'whole' | 'released' = 'writing';
	private timer: ReturnType<typeof setTimeout> | undefined;
	private blob: Blob | null = null;

	/** `onReleased` is called once, when this realm no longer holds it. */
	constructor(
		private readonly folder: PrivateFolder,
		private readonly name: string,
		private readonly writer: FileWriter,
		private readonly markAfterMs: number,
		private readonly onReleased: () => void
	) {}

	/** The whole file; null while it is being written. */
	get whole(): Blob | null {
		return this.state === 'whole' ? this.blob : null;
	}

	write(bytes: Uint8Array): boolean {
		if (this.state !== 'writing') return false;
		try {
			if (this.writer.write(bytes, { at: this.at }) === bytes.length) {
				this.at += bytes.length;
				return true;
			}
		} catch {
			// as for a write that was cut short: no room, or the browser took the file away
		}
		void this.remove();
		return false;
	}

	async finish(): Promise<Blob | null> {
		if (this.state !== 'writing') return null;
		try {
			const blob = await readFile(this.folder, this.name);
			if (blob.size === this.at) {
				this.state = 'whole';
				this.blob = blob;
				this.timer = setTimeout(() => void this.mark(), this.markAfterMs);
				return blob;
			}
		} catch {
			// it cannot be read: then it is of no use
		}
		await this.remove();
		return null;
	}

	async discard(): Promise<void> {
		if (this.state === 'writing') await this.remove();
	}

	/** Deletes it, whole or not. */
	async remove(): Promise<void> {
		if (!this.release()) return;
		await this.folder.removeEntry(this.name).catch(() => undefined);
	}

	private async mark(): Promise<void> {
		try {
			this.writer.flush();
			await this.folder.getFileHandle(markOf(this.name), { create: true });
		} catch {
			// without its mark nobody finds it, and it is swept away later
		}
		this.release();
	}

	/** False when it was released before. */
	private release(): boolean {
		if (this.state === 'released') return false;
		this.state = 'released';
		clearTimeout(this.timer);
		try {
			this.writer.close();
		} catch {
			// the browser has closed it
		}
		this.onReleased();
		return true;
	}
}

/** As a Blob that stays on disk. Rejects when there is none. */
export async function readFile(folder: PrivateFolder, name: string): Promise<Blob> {
	const file = await (await folder.getFileHandle(name)).getFile();
	return file.slice(0, file.size, typeOf(name));
}
