import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import { ShrikeError } from '../../src/lib/core/errors';
import { fileSchema } from './file-schema';
import type { ConfigFile } from './file-schema';

/** A central configuration file that was understood. */
export interface ReadConfig {
	/** As it was given. */
	readonly path: string;
	/** As it was written, for the folder of a search. */
	readonly text: string;
	readonly file: ConfigFile;
}

/** Reads and checks a YAML configuration. Rejects with `config.invalid`, naming the file and the path or line, for the first fault. */
export async function readConfigFile(path: string): Promise<ReadConfig> {
	const text = await readFile(path, 'utf8').catch((cause: unknown) => {
		throw new ShrikeError('config.invalid', `${path}: it cannot be read. Check the path, or copy config/shrike.yaml.`, { file: path }, { cause });
	});
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines });
	const [fault] = document.errors;
	if (fault) throw configInvalid(path, `line ${lines.linePos(fault.pos[0]).line}`, fault.message.split('\n')[0].replace(/ at line.*$/, ''));
	const read = fileSchema.safeParse(plainOf(document, path));
	if (read.success) return { path, text, file: read.data };
	throw configInvalid(path, ...wordsOf(read.error.issues[0]));
}

/** Throws `config.invalid` for an alias of nothing, of itself, or of more than a configuration can be. */
function plainOf(document: Document, path: string): unknown {
	try {
		const plain: unknown = document.toJS();
		// A circle cannot be written down.
		JSON.stringify(plain);
		return plain;
	} catch (cause) {
		const why = cause instanceof ReferenceError ? cause.message : 'an alias (*) is part of what it stands for';
		throw configInvalid(path, '', why.replace(/ indicates a resource exhaustion attack$/, ': write it out'));
	}
}

/** A fault of a configuration file: where in it, and what is wrong there. */
export function configInvalid(path: string, where: string, why: string): ShrikeError {
	const place = where === '' ? '' : `${where}: `;
	return new ShrikeError('config.invalid', `${path}: ${place}${why}${/[.!?]$/.test(why) ? '' : '.'}`, { file: path, where });
}

/** Runs what may throw `config.invalid` about a parameter, and names the file and the section before its path. */
export function within<T>(path: string, section: string, work: () => T): T {
	try {
		return work();
	} catch (thrown) {
		if (!(thrown instanceof ShrikeError) || thrown.code !== 'config.invalid') throw thrown;
		throw new ShrikeError('config.invalid', `${path}: ${section}${thrown.message}`, { ...thrown.detail, file: path });
	}
}

/** A path of a configuration file is relative to the file. */
export function pathFrom(configPath: string, given: string): string {
	return resolve(dirname(configPath), given);
}

function wordsOf(issue: z.core.$ZodIssue): [where: string, why: string] {
	if (issue.code === 'unrecognized_keys') return [[...issue.path, issue.keys[0]].join('.'), 'nothing is called so here'];
	const where = issue.path.join('.');
	if (issue.code === 'invalid_type' && /received undefined$/.test(issue.message)) return [where, 'it is missing'];
	return [where, issue.message.replace(/^Invalid input: /, '')];
}
