import { privateFolder, type FileWriter, type PrivateFolder } from './private-folder';
import { prefixOf } from './scored-names';

/** Where bytes lie in the file of their run. */
export interface FilePlace {
	readonly at: number;
	readonly length: number;
}

interface OpenFile {
	readonly runId: string;
	readonly writer: FileWriter;
	/** Where the next bytes go. */
	end: number;
}

/**
 * Raw features of runs, one file a run in the origin's private file system, where writing them costs a browser a fifth of
 * what the database takes. The database says where each block's lie. Bytes are brought to the disk before that is written;
 * but the browser may lose the name of a new file in a power cut, so features are what a log can do without: what cannot
 * be read counts as not kept. Failures are answers here, not faults: the log then stores the bytes itself.
 */
export class FeatureFiles {
	private open: OpenFile | null = null;

	constructor(private readonly folder: () => Promise<PrivateFolder | null> = () => privateFolder('features')) {}

	/** Adds bytes at the end of a run's file; null where there is no such storage, no room, or another realm has the file. */
	async append(runId: string, parts: readonly Uint8Array[]): Promise<FilePlace[] | null> {
		try {
			const file = await this.fileOf(runId);
			if (!file) return null;
			const places: FilePlace[] = [];
			for (const bytes of parts) {
				if (file.writer.write(bytes, { at: file.end }) !== bytes.length) throw new Error('There was no room.');
				places.push({ at: file.end, length: bytes.length });
				file.end += bytes.length;
			}
			file.writer.flush();
			return places;
		} catch {
			this.release(runId);
			return null;
		}
	}

	/** Bytes of a run's file; null where they are lost. */
	async read(runId: string, { at, length }: FilePlace): Promise<ArrayBuffer | null> {
		try {
			const folder = await this.folder();
			const file = await (await folder?.getFileHandle(nameOf(runId)))?.getFile();
			const bytes = await file?.slice(at, at + length).arrayBuffer();
			return bytes?.byteLength === length ? bytes : null;
		} catch {
			return null;
		}
	}

	/** Lets go of a run's file, which only this realm could write to until now. */
	release(runId: string): void {
		if (this.open?.runId !== runId) return;
		try {
			this.open.writer.close();
		} catch {
			// the browser has closed it
		}
		this.open = null;
	}

	/** Deletes the files of all runs but these. One that another realm holds stays until the next time. */
	async sweep(keep: readonly string[]): Promise<void> {
		const names = new Set(keep.map(nameOf));
		try {
			const folder = await this.folder();
			if (!folder) return;
			const strays: string[] = [];
			for await (const name of folder.keys()) if (!names.has(name)) strays.push(name);
			if (this.open && !keep.includes(this.open.runId)) this.release(this.open.runId);
			for (const name of strays) await folder.removeEntry(name).catch(() => undefined);
		} catch {
			// they are swept another time
		}
	}

	private async fileOf(runId: string): Promise<OpenFile | null> {
		if (this.open?.runId === runId) return this.open;
		if (this.open) this.release(this.open.runId);
		const handle = await (await this.folder())?.getFileHandle(nameOf(runId), { create: true });
		const writer = await handle?.createSyncAccessHandle?.();
		if (!writer) return null;
		this.open = { runId, writer, end: writer.getSize() };
		return this.open;
	}
}

const nameOf = (runId: string): string => `${prefixOf(runId)}f32`;
