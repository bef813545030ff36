import process from 'node:process';

/** Ends the process with a clear sentence on a Node that is too old for Vite. */
export function checkNode() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major > 20 || (major === 20 && minor >= 19)) return;
	console.error(
		`Shrike needs Node 20.19 or newer, and this is Node ${process.versions.node}. ` +
			'Install a current one from https://nodejs.org and try again.'
	);
	process.exit(1);
}
