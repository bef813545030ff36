import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty folder of its own; whoever asks for it deletes it. */
export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'shrike-e2e-'));

/** A copy of the production build that may be spoilt. */
export async function copyOfBuild(): Promise<string> {
	const folder = await newFolder();
	await cp('build', folder, { recursive: true });
	return folder;
}
