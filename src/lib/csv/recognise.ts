import { ShrikeError } from '../core/errors';
import type { Dialect } from '../core/run/types';

/** How the text of a file is encoded, and the byte order mark that says so (0, 2 or 3 bytes). */
export interface TextEncoding {
	readonly encoding: Dialect['encoding'];
	readonly markBytes: number;
}

const SAVE_AS_CSV = 'Open it in Excel or LibreOffice, choose “Save as” and “CSV UTF-8”, and use that file.';
const UNPACK = 'Unpack it and use the CSV file inside, or compress that file alone as .gz.';
const EXPORT_AS_CSV = 'Export the table as CSV from the program that made it, and use that file.';

interface Signature {
	readonly bytes: string;
	readonly at?: number;
	readonly code: 'file.spreadsheet' | 'file.archive' | 'file.binary';
	readonly kind: string;
	readonly advice: string;
}

const archive = (bytes: string, kind: string, at = 0): Signature => {
	return { bytes, at, code: 'file.archive', kind, advice: UNPACK };
};
const binary = (bytes: string, kind: string): Signature => {
	return { bytes, code: 'file.binary', kind, advice: EXPORT_AS_CSV };
};
/** First bytes of files that people take for tables, one char a byte. */
const SIGNATURES: readonly Signature[] = [
	{ bytes: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', code: 'file.spreadsheet', kind: 'an Excel workbook (.xls)', advice: SAVE_AS_CSV },
	archive('7z\xbc\xaf\x27\x1c', 'a 7z archive'),
	archive('Rar!\x1a\x07', 'a RAR archive'),
	archive('\xfd7zXZ\0', 'compressed with xz'),
	archive('(\xb5\x2f\xfd', 'compressed with zstd'),
	archive('BZh', 'compressed with bzip2'),
	archive('\x1f\x8b\x08', 'compressed twice'),
	archive('ustar', 'a tar archive', 257),
	binary('%PDF-', 'a PDF document'),
	binary('PAR1', 'a Parquet file'),
	binary('ARROW1', 'an Arrow file'),
	binary('SQLite format 3\0', 'an SQLite database'),
	binary('\x89PNG', 'an image'),
	binary('\xff\xd8\xff', 'an image')
];

/** Whether the bytes begin like gzip. */
export function isGzip(head: Uint8Array): boolean {
	return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * Refuses what is not text: throws `file.spreadsheet`, `file.archive` or `file.binary`, each with what to do. `head`
 * is the first 64 kB or more after gunzip. UTF-16 must have been recognised before, its NUL bytes are no sign of binary.
 */
export function refuseBinary(head: Uint8Array, name: string): void {
	const text = String.fromCharCode(...head.subarray(0, 300));
	if (/^PK(?:\x03\x04|\x05\x06|\x07\x08)/.test(text)) refuseZip(head, name);
	for (const { bytes, at = 0, code, kind, advice } of SIGNATURES) {
		if (text.startsWith(bytes, at)) throw new ShrikeError(code, `${name} is ${kind}, not a CSV file. ${advice}`, { kind });
	}
	if (/^\s*<(?:!doctype|html|\?xml|table)/i.test(text)) {
		const kind = 'a web page or XML';
		throw new ShrikeError('file.binary', `${name} is ${kind}, not a CSV file. ${EXPORT_AS_CSV}`, { kind });
	}
	let controls = 0;
	let nuls = 0;
	for (const b of head) {
		if (b < 32 && b !== 9 && b !== 10 && b !== 13 && b !== 12) {
			controls++;
			if (b === 0) nuls++;
		}
	}
	if (nuls > 0 || controls > head.length / 50) {
		const kind = 'binary data';
		throw new ShrikeError('file.binary', `${name} holds ${kind}, not text. ${EXPORT_AS_CSV}`, { kind });
	}
}

/** A zip whose parts are those of an office document is named as what it is. */
function refuseZip(head: Uint8Array, name: string): never {
	const names = new TextDecoder('latin1').decode(head);
	const office = /xl\/|opendocument\.spreadsheet|Index\/Tables/.test(names) || /\.(?:xlsx|xlsm|xlsb|ods)(?:\.gz)?$/i.test(name);
	const other = /word\/|ppt\/|opendocument\.(?:text|presentation)/.test(names);
	if (office || (!other && names.includes('[Content_Types].xml'))) {
		const message = `${name} is an Excel or other spreadsheet workbook, not a CSV file. ${SAVE_AS_CSV}`;
		throw new ShrikeError('file.spreadsheet', message, { kind: 'workbook' });
	}
	throw new ShrikeError('file.archive', `${name} is a zip archive, not a CSV file. ${UNPACK}`, { kind: 'zip' });
}

/**
 * The encoding of a text by its byte order mark, by the NUL bytes of UTF-16, or by whether the head is valid UTF-8;
 * what is none of these is taken for windows-1252. Throws `file.encoding` for UTF-32.
 */
export function detectEncoding(head: Uint8Array, name: string): TextEncoding {
	const [a, b, c, d] = head;
	if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', markBytes: 3 };
	if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff)) {
		throw new ShrikeError('file.encoding', `${name} is UTF-32, which is not supported. Save it as UTF-8 and try again.`);
	}
	if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', markBytes: 2 };
	if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', markBytes: 2 };
	const without = utf16WithoutMark(head);
	if (without) return { encoding: without, markBytes: 0 };
	return { encoding: isUtf8(head) ? 'utf-8' : 'windows-1252', markBytes: 0 };
}

/** Mostly Latin UTF-16 has a NUL in nearly every other byte, and hardly any in the bytes between. */
function utf16WithoutMark(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
	const pairs = Math.min(head.length, 4096) >> 1;
	let even = 0;
	let odd = 0;
	for (let i = 0; i < pairs; i++) {
		if (head[2 * i] === 0) even++;
		if (head[2 * i + 1] === 0) odd++;
	}
	if (pairs < 2) return null;
	if (odd > pairs * 0.6 && even < pairs * 0.02) return 'utf-16le';
	return even > pairs * 0.6 && odd < pairs * 0.02 ? 'utf-16be' : null;
}

function isUtf8(head: Uint8Array): boolean {
	try {
		// As a stream: the head may end within a character.
		new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
		return true;
	} catch {
		return false;
	}
}
