import { readdir, readFile } from 'node:fs/promises';

interface Process {
	readonly id: number;
	readonly parent: number;
	readonly command: string;
	/** Greatest resident set so far, in bytes. */
	readonly peak: number;
}

async function readProcess(id: number): Promise<Process | null> {
	try {
		const [status, command] = await Promise.all([readFile(`/proc/${id}/status`, 'utf8'), readFile(`/proc/${id}/cmdline`, 'utf8')]);
		const number = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
		return { id, parent: number('PPid'), command, peak: number('VmHWM') * 1024 };
	} catch {
		// It ended meanwhile.
		return null;
	}
}

/**
 * Greatest memory of any renderer of the browser with this profile, in bytes, as the kernel counts it (VmHWM: code and
 * shared memory included). Null where the system does not tell.
 */
export async function peakRendererMemory(profile: string): Promise<number | null> {
	const ids = await readdir('/proc').catch(() => []);
	const found = await Promise.all(ids.filter((name) => /^\d+$/.test(name)).map((name) => readProcess(Number(name))));
	const processes = found.filter((one) => one !== null);
	const family = new Set(processes.filter(({ command }) => command.includes(`--user-data-dir=${profile}`)).map(({ id }) => id));
	for (let known = 0; known < family.size; ) {
		known = family.size;
		for (const { id, parent } of processes) if (family.has(parent)) family.add(id);
	}
	const peaks = processes.filter(({ id, command }) => family.has(id) && command.includes('--type=renderer')).map(({ peak }) => peak);
	return peaks.length === 0 ? null : Math.max(...peaks);
}
