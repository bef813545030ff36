import { readdir, readFile } from 'node:fs/promises';

interface Process {
	readonly id: number;
	readonly parent: number;
	readonly command: string;
	/** Greatest resident set so far, in bytes. */
	readonly peak: number;
	/** What is its own of it now, in bytes: without files and memory that other processes have too. */
	readonly own: number;
}

async function readProcess(id: number): Promise<Process | null> {
	try {
		const [status, command] = await Promise.all([readFile(`/proc/${id}/status`, 'utf8'), readFile(`/proc/${id}/cmdline`, 'utf8')]);
		const number = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
		return { id, parent: number('PPid'), command, peak: number('VmHWM') * 1024, own: (number('RssAnon') + number('VmSwap')) * 1024 };
	} catch {
		// It ended meanwhile.
		return null;
	}
}

/** Of the renderer that has most of it, in bytes. */
export interface RendererMemory {
	/** Its greatest resident set so far, as the kernel counts it (VmHWM): with the browser's code and what else processes share. */
	readonly peak: number;
	/** What is its own now: what Chromium calls its private footprint, and its task manager shows. */
	readonly own: number;
}

/** Of the renderers of the browser with this profile. Null where the system does not tell. */
export async function rendererMemory(profile: string): Promise<RendererMemory | null> {
	const ids = await readdir('/proc').catch(() => []);
	const found = await Promise.all(ids.filter((name) => /^\d+$/.test(name)).map((name) => readProcess(Number(name))));
	const processes = found.filter((one) => one !== null);
	const family = new Set(processes.filter(({ command }) => command.includes(`--user-data-dir=${profile}`)).map(({ id }) => id));
	for (let known = 0; known < family.size; ) {
		known = family.size;
		for (const { id, parent } of processes) if (family.has(parent)) family.add(id);
	}
	const renderers = processes.filter(({ id, command }) => family.has(id) && command.includes('--type=renderer'));
	if (renderers.length === 0) return null;
	return { peak: Math.max(...renderers.map(({ peak }) => peak)), own: Math.max(...renderers.map(({ own }) => own)) };
}
