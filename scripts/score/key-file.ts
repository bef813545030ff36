import { randomBytes } from 'node:crypto';
import { constants, copyFile, link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { ShrikeError } from '../../src/lib/core/errors';
import { keyBytes, keyedHash } from '../../src/lib/core/privacy/keyed-hash';
import type { KeyedHash } from '../../src/lib/core/privacy/keyed-hash';

/** Where the key of this user lies unless `--key` names another: their folder of settings. */
export function defaultKeyFile(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
	const settings = platform === 'win32' ? env.APPDATA : env.XDG_CONFIG_HOME;
	return join(settings ? settings : join(homedir(), '.config'), 'shrike', 'key');
}

/**
 * Names keys by the secret in a file: 64 hex digits, drawn at the first use and readable by their owner only. Rejects with
 * `file.unreadable` for a file that is no key, `file.unwritable` where none can be made.
 *
 * @param note told when others may read the file: who has the key can test which card a name stands for
 */
export async function keyFromFile(path: string, note: (line: string) => void = () => undefined): Promise<KeyedHash> {
	const key = (await readKey(path)) ?? (await makeKey(path));
	if (await isOpenToOthers(path)) note(`key       others may read “${path}”; close it to them: chmod 600`);
	return keyedHash(Buffer.from(key, 'hex'));
}

/** False where a platform has no such permissions. */
async function isOpenToOthers(path: string): Promise<boolean> {
	if (process.platform === 'win32') return false;
	const file = await stat(path).catch(() => null);
	return file !== null && file.isFile() && (file.mode & 0o077) !== 0;
}

async function readKey(path: string): Promise<string | null> {
	try {
		const text = (await readFile(path, 'utf8')).trim();
		if (new RegExp(`^[0-9a-f]{${2 * keyBytes}}$`).test(text)) return text;
	} catch (cause) {
		if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
		throw unreadable(path, cause instanceof Error ? cause.message : String(cause), cause);
	}
	throw unreadable(path, `it does not hold ${2 * keyBytes} hex digits`);
}

async function makeKey(path: string): Promise<string> {
	const key = randomBytes(keyBytes).toString('hex');
	try {
		await mkdir(dirname(path), { recursive: true, mode: 0o700 });
		// Another run that begins now may be quicker, and then its key is the one.
		await writeWhole(path, `${key}\n`);
		return key;
	} catch (cause) {
		const other = await readKey(path).catch(() => null);
		if (other !== null) return other;
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new ShrikeError('file.unwritable', `The key “${path}” cannot be made: ${why}. Name another place with --key FILE.`, { path }, { cause });
	}
}

/** Makes a file for its owner only, that nobody ever sees half written. Rejects where one is there already. */
async function writeWhole(path: string, text: string): Promise<void> {
	const draft = `${path}.${randomBytes(6).toString('hex')}`;
	try {
		await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
		// Some disks know no links; a copy may be seen half written, but not for long.
		await link(draft, path).catch(() => copyFile(draft, path, constants.COPYFILE_EXCL));
	} finally {
		await rm(draft, { force: true });
	}
}

function unreadable(path: string, why: string, cause?: unknown): ShrikeError {
	return new ShrikeError('file.unreadable', `The key “${path}” cannot be used: ${why}. Give the right one with --key FILE.`, { path }, { cause });
}
