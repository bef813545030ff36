export const startHelp = `Shrike in the browser: installs what is missing, builds when the sources changed, serves on this machine only.

Usage: npm start [-- --no-open]

  --no-open    do not open the browser; the address is printed in any case
  --help       this text

PORT is the port to serve on; without it the first free one from 4173 on:  PORT=8080 npm start
`;

/**
 * What npm start was called with. Plain JavaScript without packages: it is read before anything is installed.
 * @param {readonly string[]} args
 * @returns {{ help: boolean, open: boolean } | { problem: string }} the problem as a sentence
 */
export function startArguments(args) {
	const unknown = args.find((arg) => !['--no-open', '--help', '-h'].includes(arg));
	if (unknown === undefined) return { help: args.includes('--help') || args.includes('-h'), open: !args.includes('--no-open') };
	const problem = unknown.startsWith('-')
		? `There is no option ${unknown.split('=')[0]}.`
		: `npm start takes options only, and “${unknown}” is none.`;
	const port = /^(--?p(ort)?\b|\d+$)/.test(unknown) ? ' The port is given as PORT, for example PORT=8080 npm start.' : '';
	return { problem: `${problem}${port} See npm start -- --help.` };
}
