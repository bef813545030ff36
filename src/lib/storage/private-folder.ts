/** The part of the origin private file system that is used; the browser's own handles fit. */
export interface PrivateFolder {
	getFileHandle(name: string, options?: { readonly create?: boolean }): Promise<PrivateFile>;
	/** Rejects for a file that some realm has open for writing. */
	removeEntry(name: string): Promise<void>;
	keys(): AsyncIterable<string>;
}

export interface PrivateFile {
	/** A file of another one's content, once this one was written to, can no longer be read. */
	getFile(): Promise<File>;
	/** Only dedicated workers have it. Rejects while another realm has one for this file. */
	createSyncAccessHandle?(): Promise<FileWriter>;
}

/** Holds its file until it is closed or its worker ends: nobody else can write to it, replace it or delete it. */
export interface FileWriter {
	/** Returns how many bytes there was room for, or throws. */
	write(bytes: Uint8Array, options: { readonly at: number }): number;
	getSize(): number;
	flush(): void;
	close(): void;
}

/** A folder of this origin's own; null in private windows, frames of other sites, and where there is no such storage. */
export async function privateFolder(name: string): Promise<PrivateFolder | null> {
	try {
		const root = await globalThis.navigator?.storage?.getDirectory?.();
		return (await root?.getDirectoryHandle(name, { create: true })) ?? null;
	} catch {
		return null;
	}
}
