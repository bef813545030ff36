import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { backendName, backendNames } from '../../src/lib/core/backend';
import type { BackendName } from '../../src/lib/core/backend';
import type { Dialect } from '../../src/lib/core/run/types';
import { decimal, parsed, usage } from '../cli/arguments';

/** How `score` was called. */
export interface ScoreArguments {
	/** Path, or `-` for standard input. */
	readonly input: string;
	readonly out: string;
	/** Name or folder; null for the one that fits the file. */
	readonly pack: string | null;
	readonly backend: BackendName | null;
	/** Replaces the pack's review threshold. */
	readonly threshold: number | null;
	readonly dialect: Partial<Pick<Dialect, 'delimiter' | 'decimal'>>;
	/** Header by schema column. */
	readonly map: ReadonlyMap<string, string>;
	readonly json: boolean;
	/** Profiles to begin with, and where to save them; null for none. */
	readonly state: string | null;
	readonly stateOut: string | null;
	/** File of the key by which cards are named; null for the user's own. */
	readonly key: string | null;
}

const delimiters: { readonly [name: string]: Dialect['delimiter'] } = {
	',': ',',
	comma: ',',
	';': ';',
	semicolon: ';',
	'\t': '\t',
	'\\t': '\t',
	tab: '\t',
	'|': '|',
	pipe: '|'
};
const decimals: { readonly [name: string]: Dialect['decimal'] } = { '.': '.', point: '.', ',': ',', comma: ',' };

/** Throws `cli.usage`. */
export function scoreArguments(args: readonly string[]): ScoreArguments {
	const { values, positionals } = parsed(args, {
		pack: { type: 'string' },
		state: { type: 'string' },
		'state-out': { type: 'string' },
		key: { type: 'string' },
		out: { type: 'string', default: '-' },
		backend: { type: 'string' },
		threshold: { type: 'string' },
		delimiter: { type: 'string' },
		decimal: { type: 'string' },
		map: { type: 'string', multiple: true },
		json: { type: 'boolean' }
	});
	if (positionals.length !== 1) throw usage('Give one file to score, or - for standard input');
	if (values['state-out'] === '-') throw usage('--state-out needs a file: standard output is for scored rows');
	return {
		input: positionals[0],
		out: values.out,
		pack: values.pack ?? null,
		backend: values.backend === undefined ? null : oneOfBackends(values.backend),
		threshold: values.threshold === undefined ? null : decimal(values.threshold, '--threshold', 0, 1),
		dialect: {
			...(values.delimiter === undefined ? {} : { delimiter: choice(values.delimiter, '--delimiter', delimiters) }),
			...(values.decimal === undefined ? {} : { decimal: choice(values.decimal, '--decimal', decimals) })
		},
		map: new Map((values.map ?? []).map(assignment)),
		json: values.json ?? false,
		state: values.state ?? null,
		stateOut: values['state-out'] ?? null,
		key: values.key ?? null
	};
}

/** The files of a call; `key` is that which will be used. */
type Places = Pick<ScoreArguments, 'input' | 'out' | 'state' | 'stateOut'> & { readonly key: string };

/**
 * Throws `cli.usage` when what is written would replace what is read, or what else is written. Profiles may be saved over
 * those that they began with. Devices and pipes keep nothing and may be named twice.
 */
export async function requireOtherOutputs({ input, out, state, stateOut, key }: Places): Promise<void> {
		const [from, to, profiles, newProfiles, secret] = await Promise.all([input, out, state, stateOut, key].map(fileAt));
	const requireOther = (path: string | null, file: string | null, others: readonly (readonly [string | null, string])[]): void => {
		const [, what] = others.find(([other]) => file !== null && other === file) ?? [];
		if (what !== undefined) throw usage(`${path ?? ''} is ${what}; give the output another name`);
	};
	const read = [[from, 'the input itself'], [secret, 'the key']] as const;
	requireOther(out, to, [...read, [profiles, 'the state to begin with'], [newProfiles, 'the state to be saved, too']]);
	requireOther(stateOut, newProfiles, read);
}

/** The file that a path leads to, whether it is there or is yet to be made; null for what is no file. */
async function fileAt(path: string | null): Promise<string | null> {
	if (path === null || path === '-') return null;
	const there = await stat(path).catch(() => null);
	if (there !== null) return there.isFile() ? realpath(path) : null;
	const folder = await realpath(dirname(path)).catch(() => null);
	return folder === null ? null : join(folder, basename(path));
}

function oneOfBackends(text: string): BackendName {
	const known = backendName.safeParse(text);
	if (known.success) return known.data;
	throw usage(`--backend needs one of ${backendNames.join(', ')}, not “${text}”`);
}

function choice<T>(text: string, option: string, choices: { readonly [name: string]: T }): T {
	if (Object.hasOwn(choices, text)) return choices[text];
	const names = Object.keys(choices).filter((name) => /^\w+$/.test(name));
	throw usage(`${option} needs one of ${names.join(', ')}, not “${text}”`);
}

function assignment(text: string): [string, string] {
	const at = text.indexOf('=');
	if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
	throw usage(`--map needs COLUMN=HEADER, not “${text}”`);
}
