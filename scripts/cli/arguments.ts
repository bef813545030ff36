import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { ShrikeError } from '../../src/lib/core/errors';

/** `parseArgs` whose complaints are `cli.usage`. */
export function parsed<O extends NonNullable<ParseArgsConfig['options']>>(
	args: readonly string[],
	options: O
): ReturnType<typeof parseArgs<{ args: string[]; options: O; allowPositionals: true }>> {
	try {
		return parseArgs({ args: [...args], options, allowPositionals: true } satisfies ParseArgsConfig);
	} catch (error) {
		throw usage(error instanceof Error ? error.message.split('\n')[0] : String(error));
	}
}

/** A wrong call: what is wrong with it, and where help is. */
export function usage(what: string): ShrikeError {
	return new ShrikeError('cli.usage', `${what.replace(/\.$/, '')}. See --help.`);
}

/** The value of an option that must be given. */
export function required<T>(value: T | undefined, option: string): T {
	if (value === undefined) throw usage(`${option} is missing`);
	return value;
}

/** An integer option within a range, both ends included. */
export function integer(text: string, option: string, least: number, most: number): number {
	const value = Number(text);
	if (!/^\d+$/.test(text) || value < least || value > most) {
		throw usage(`${option} needs a whole number from ${least} to ${most}, not “${text}”`);
	}
	return value;
}

/** A number option within a range, both ends included. */
export function decimal(text: string, option: string, least: number, most: number): number {
	const value = Number(text);
	if (text.trim() === '' || !(value >= least && value <= most)) {
		throw usage(`${option} needs a number from ${least} to ${most}, not “${text}”`);
	}
	return value;
}

export const greatestSeed = 2 ** 32 - 1;
