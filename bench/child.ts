import { type ChildProcess, execFile, spawn } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Node's arguments that let it run TypeScript of this project without a build. */
export const withTypeScript: readonly string[] = ['--import', 'tsx'];

/** No tsconfig is looked for: the main one extends a file that only a build makes. */
const env = { ...process.env, TSX_TSCONFIG_PATH: 'scripts/tsconfig.json' };

/** Runs a program to its end; resolves with its standard output. Rejects with what it said when it fails. */
export async function runProgram(program: string, args: readonly string[]): Promise<string> {
	const { stdout } = await run(program, args, { env, maxBuffer: 2 ** 26 });
	return stdout;
}

/** {@link runProgram} of Node. */
export const runChild = (args: readonly string[]): Promise<string> => runProgram(process.execPath, args);

/** A program that serves until it is stopped. Its first line of output says where. */
export interface Service {
	readonly address: string;
	stop(): Promise<void>;
}

/** Starts a Node program that prints its address. It ends with us: its standard input closes. */
export async function startService(args: readonly string[]): Promise<Service> {
	const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	return {
		address: await firstLine(child),
		async stop() {
			child.stdin.end();
			await ended;
		}
	};
}

function firstLine(child: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		let text = '';
		child.stdout?.on('data', (chunk: Buffer) => {
			text += chunk.toString();
			if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
		});
		child.once('exit', (code) => reject(new Error(`A service of the benchmark ended with ${code}.`)));
	});
}
