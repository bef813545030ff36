import process from 'node:process';
import type { CommandIo } from './command';
import { stdinSource } from './node-source';

/** What a terminal, a supervisor and a closed terminal end a program with. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The real process. The first Ctrl-C aborts the signal, so that a command can tidy up; the second ends the process. */
export function processIo(): CommandIo {
	const interrupted = new AbortController();
	for (const ending of endings) process.once(ending, () => interrupted.abort());
	// A reader like `head` that has seen enough closes the pipe: that is no failure of ours. Others reach the writer.
	process.stdout.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code === 'EPIPE') process.exit(0);
	});
	return {
		out: (data) =>
			new Promise((resolve, reject) => {
				process.stdout.write(data, (error) => (error ? reject(error) : resolve()));
			}),
		note: (line) => process.stderr.write(`${line}\n`),
		stdin: stdinSource,
		signal: interrupted.signal
	};
}
