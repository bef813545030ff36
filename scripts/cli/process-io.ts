import { once } from 'node:events';
import process from 'node:process';
import type { CommandIo } from './command';
import { stdinSource } from './node-source';

/** The real process. The first Ctrl-C aborts the signal, so that a command can tidy up; the second ends the process. */
export function processIo(): CommandIo {
	const interrupted = new AbortController();
	process.once('SIGINT', () => interrupted.abort());
	// A reader like `head` that has seen enough closes the pipe: that is no failure of ours.
	process.stdout.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code === 'EPIPE') process.exit(0);
		throw error;
	});
	return {
		async out(data) {
			if (!process.stdout.write(data)) await once(process.stdout, 'drain');
		},
		note: (line) => process.stderr.write(`${line}\n`),
		stdin: stdinSource,
		signal: interrupted.signal
	};
}
