import type { ByteSource } from '../../src/lib/csv/types';

/** What a command may touch of the process; tests give their own. */
export interface CommandIo {
	/** Data for the next program. Resolves when it may be given more. */
	out(data: string | Uint8Array): Promise<void>;
	/** One line for the person: progress, remarks. */
	note(line: string): void;
	/** Standard input as a file. */
	stdin(): ByteSource;
	/** Aborted by Ctrl-C. */
	readonly signal: AbortSignal;
}

/** One subcommand of `shrike`. */
export interface Command {
	readonly name: string;
	/** One line for the overall help. */
	readonly summary: string;
	/** The whole help text, ending with a line end. */
	readonly help: string;
	/** Returns the exit code; throws `ShrikeError` for what the user can mend, `cli.usage` for a wrong call. */
	run(args: readonly string[], io: CommandIo): Promise<number>;
}

export const exitCodes = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;
