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
		const folder = root && (await answered(root, root.getDirectoryHandle(name, { create: true })));
		return folder ? heldFolder(folder) : null;
	} catch {
		return null;
	}
}

/**
 * Handles that were asked for something. Chromium 156 never answers when the garbage collector takes a handle in the
 * meantime, which nothing but the question itself may refer to; so it is referred to from here.
 */
const asked = new Set<{ readonly handle: object }>();

async function answered<T>(handle: object, answer: Promise<T>): Promise<T> {
	const question = { handle };
	asked.add(question);
	try {
		return await answer;
	} finally {
		asked.delete(question);
	}
}

function heldFolder(folder: FileSystemDirectoryHandle): PrivateFolder {
	return {
		getFileHandle: async (name, options) => heldFile(await answered(folder, folder.getFileHandle(name, options))),
		removeEntry: (name) => answered(folder, folder.removeEntry(name)),
		async *keys() {
			const names = folder.keys();
			for (;;) {
				const { value, done } = await answered(names, answered(folder, names.next()));
				if (done) return;
				yield value;
			}
		}
	};
}

function heldFile(file: FileSystemFileHandle & Pick<PrivateFile, 'createSyncAccessHandle'>): PrivateFile {
	const getFile = (): Promise<File> => answered(file, file.getFile());
	const open = file.createSyncAccessHandle?.bind(file);
	return open ? { getFile, createSyncAccessHandle: () => answered(file, open()) } : { getFile };
}
