import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { ShrikeError } from '../../src/lib/core/errors';
import { editDistance } from '../../src/lib/core/schema/match';

type Options = NonNullable<ParseArgsConfig['options']>;

/** The share of its letters in which a suggested option may differ. */
const near = 0.4;

/** `parseArgs` whose complaints are `cli.usage`, in our words. */
export function parsed<O extends Options>(
	args: readonly string[],
	options: O
): ReturnType<typeof parseArgs<{ args: string[]; options: O; allowPositionals: true }>> {
	requireKnown(args, options);
	return parseArgs({ args: [...args], options, allowPositionals: true } satisfies ParseArgsConfig);
}

/** Throws `cli.usage` for everything that the strict `parseArgs` would throw for. */
function requireKnown(args: readonly string[], options: Options): void {
	const { tokens } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true });
	for (const token of tokens) {
		if (token.kind !== 'option') continue;
		const { name, rawName, value, inlineValue } = token;
		if (!Object.hasOwn(options, name)) {
			const meant = nearest(name, Object.keys(options));
			throw usage(`There is no option ${rawName}${meant === null ? '' : `; did you mean --${meant}?`}`);
		}
		if (options[name].type === 'boolean') {
			if (value !== undefined) throw usage(`${rawName} takes no value, and “${value}” was given`);
		} else if (value === undefined) {
			throw usage(`${rawName} needs a value`);
		} else if (!inlineValue && /^-./.test(value)) {
			throw usage(`${rawName} needs a value, and “${value}” looks like an option; if it is meant, write ${rawName}=${value}`);
		}
	}
}

/** The name that was probably meant: one that begins so, or one few letters away; null where there is none. */
function nearest(given: string, names: readonly string[]): string | null {
	const [best = null] = names
		.map((name) => ({ name, distance: editDistance(given, name) }))
		.filter(({ name, distance }) => name.startsWith(given) || distance / Math.max(name.length, given.length) <= near)
		.sort((a, b) => a.distance - b.distance);
	return best && best.name;
}

/** A wrong call: what is wrong with it, and where help is. */
export function usage(what: string): ShrikeError {
	return new ShrikeError('cli.usage', `${what}${/[.?]$/.test(what) ? '' : '.'} See --help.`);
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
