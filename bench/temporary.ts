import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const folders = new Set<string>();

/** A new folder, deleted at the latest when the process ends, interrupted or not. */
export async function temporaryFolder(purpose: string): Promise<string> {
	if (folders.size === 0) process.once('exit', removeAll);
	const folder = await mkdtemp(join(tmpdir(), `shrike-bench-${purpose}-`));
	folders.add(folder);
	return folder;
}

function removeAll(): void {
	for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
