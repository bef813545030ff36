import process from 'node:process';
import { toFailure } from '../src/lib/core/errors';
import { exitCodes } from './cli/command';
import type { Command } from './cli/command';
import { processIo } from './cli/process-io';
import { evaluate } from './commands/evaluate';
import { exportTrees } from './commands/export';
import { fetchData } from './commands/fetch-data';
import { generate } from './commands/generate';
import { indexPacks } from './commands/index-packs';
import { pack } from './commands/pack';
import { score } from './commands/score';
import { train } from './commands/train';

const commands: readonly Command[] = [score, train, evaluate, pack, exportTrees, indexPacks, generate, fetchData];

const help = `Shrike scores card transactions for fraud, on this machine.

Usage: npm run shrike -- COMMAND [OPTIONS]

Commands:
${commands.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`).join('\n')}

COMMAND --help says more. Standard output carries data only; progress and errors go to standard error, an error as
“code: what happened and what to do”.

Exit codes: 0 done, 1 failed, 2 called wrongly, 130 interrupted.
`;

async function main(args: readonly string[]): Promise<number> {
	const io = processIo();
	const [name, ...rest] = args;
	if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
		await (name === undefined ? io.note(help.trimEnd()) : io.out(help));
		return name === undefined ? exitCodes.usage : exitCodes.ok;
	}
	const command = commands.find((candidate) => candidate.name === name);
	if (!command) {
		io.note(`cli.usage: There is no command “${name}”. The commands are: ${commands.map((c) => c.name).join(', ')}.`);
		return exitCodes.usage;
	}
	if (rest.includes('--help') || rest.includes('-h')) {
		await io.out(command.help);
		return exitCodes.ok;
	}
	try {
		return await command.run(rest, io);
	} catch (error) {
		const { code, message } = toFailure(error);
		io.note(`${code}: ${message}`);
		if (io.signal.aborted) return exitCodes.interrupted;
		return code === 'cli.usage' ? exitCodes.usage : exitCodes.failed;
	}
}

process.exitCode = await main(process.argv.slice(2));
