import { availableParallelism, cpus, totalmem } from 'node:os';
import process from 'node:process';

/** What the figures were measured on, in a line. */
export function machine(): string {
	const [first] = cpus();
	const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
	return `${availableParallelism()} cores of ${first?.model.trim() ?? 'an unknown CPU'}, ${memory}, ${process.platform}, Node ${process.versions.node}`;
}
