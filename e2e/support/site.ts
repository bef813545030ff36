import { type ChildProcess, spawn } from 'node:child_process';

/** A running server of some built folder, for tests that deploy, change or stop one. */
export interface Site {
	readonly origin: string;
	stop(): Promise<void>;
}

function addressIn(child: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		let output = '';
		const read = (chunk: Buffer): void => {
			output += chunk.toString();
			const address = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
			if (address) resolve(address);
		};
		child.stdout?.on('data', read);
		child.stderr?.on('data', read);
		child.once('exit', () => reject(new Error(`The server ended:\n${output}`)));
	});
}

/** Serves a built folder with our own server. Port 0 takes a free one. */
export async function serveSite(folder: string, port = 0): Promise<Site> {
	const child = spawn(process.execPath, ['--import', 'tsx', 'src/lib/server/main.ts', folder], {
		env: { ...process.env, PORT: String(port), TSX_TSCONFIG_PATH: 'scripts/tsconfig.json' },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const origin = await addressIn(child);
	return {
		origin,
		stop: () =>
			new Promise((resolve) => {
				child.once('exit', () => resolve());
				child.kill();
			})
	};
}
