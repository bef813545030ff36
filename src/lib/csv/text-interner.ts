import type { TextDictionary } from '../core/features/text-dictionary';
import { cellText } from './cells';
import type { RecordBatch } from './types';

const space = 0x20;
const tab = 0x09;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Numbers texts of cells by a dictionary, straight from their bytes: a string is made only for bytes not met before.
 * Spaces and tabs around a text do not count; quotes around it and doubled quotes within are undone.
 */
export class TextInterner {
	/** The number of the empty text. */
	readonly blank: number;
	/** Open addressing: an entry of the arrays below, or -1. */
	private slots = new Int32Array(256).fill(-1);
	private codes = new Int32Array(64);
	private hashes = new Int32Array(64);
	/** Entry e is `bytes[ends[e - 1] … ends[e] - 1]`. */
	private ends = new Int32Array(64);
	private bytes = new Uint8Array(1024);
	private words = new DataView(this.bytes.buffer);
	private entries = 0;
	/** Numbers of the texts of one byte, by it; -1 for unknown ones. */
	private readonly short = new Int32Array(256).fill(-1);
	/** The bytes that texts were read from last, and the same as words. */
	private source: { readonly bytes: Uint8Array; readonly words: DataView } = { bytes: this.bytes, words: this.words };

	constructor(private readonly dictionary: TextDictionary) {
		this.blank = dictionary.codeOf('');
	}

	/** The number of the text in field `f`. */
	codeAt(batch: RecordBatch, f: number): number {
		if (batch.quoted[f] === 2) return this.dictionary.codeOf(trimmed(cellText(batch, f)));
		const { bytes } = batch;
		let start = batch.fieldStart[f];
		let end = batch.fieldEnd[f];
		while (start < end && (bytes[start] === space || bytes[start] === tab)) start++;
		while (end > start && (bytes[end - 1] === space || bytes[end - 1] === tab)) end--;
		if (start === end) return this.blank;
		return end - start === 1 ? this.shortCode(bytes[start]) : this.codeOf(bytes, start, end);
	}

	private shortCode(byte: number): number {
		if (this.short[byte] < 0) this.short[byte] = this.dictionary.codeOf(decoder.decode(Uint8Array.of(byte)));
		return this.short[byte];
	}

	private wordsOf(bytes: Uint8Array): DataView {
		if (this.source.bytes !== bytes) {
			this.source = { bytes, words: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
		}
		return this.source.words;
	}

	private codeOf(bytes: Uint8Array, start: number, end: number): number {
		const words = this.wordsOf(bytes);
		const hash = hashOf(words, bytes, start, end);
		const mask = this.slots.length - 1;
		let slot = hash & mask;
		for (let entry = this.slots[slot]; entry >= 0; entry = this.slots[slot]) {
			if (this.hashes[entry] === hash && this.isEntry(entry, words, start, end)) return this.codes[entry];
			slot = (slot + 1) & mask;
		}
		return this.add(slot, hash, bytes, start, end);
	}

	private isEntry(entry: number, words: DataView, start: number, end: number): boolean {
		const from = entry === 0 ? 0 : this.ends[entry - 1];
		const length = end - start;
		if (this.ends[entry] - from !== length) return false;
		let i = 0;
		for (; i + 4 <= length; i += 4) if (words.getInt32(start + i, true) !== this.words.getInt32(from + i, true)) return false;
		for (; i < length; i++) if (words.getUint8(start + i) !== this.words.getUint8(from + i)) return false;
		return true;
	}

	private add(slot: number, hash: number, bytes: Uint8Array, start: number, end: number): number {
		const entry = this.entries++;
		const code = this.dictionary.codeOf(decoder.decode(bytes.subarray(start, end)));
		const from = entry === 0 ? 0 : this.ends[entry - 1];
		if (entry === this.codes.length) {
			this.codes = grown(this.codes, 2 * entry);
			this.hashes = grown(this.hashes, 2 * entry);
			this.ends = grown(this.ends, 2 * entry);
		}
		const needed = from + end - start;
		if (needed > this.bytes.length) {
			const bigger = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
			bigger.set(this.bytes);
			this.bytes = bigger;
			this.words = new DataView(bigger.buffer);
		}
		this.bytes.set(bytes.subarray(start, end), from);
		this.codes[entry] = code;
		this.hashes[entry] = hash;
		this.ends[entry] = needed;
		this.slots[slot] = entry;
		if (2 * this.entries > this.slots.length) this.rehash();
		return code;
	}

	private rehash(): void {
		const mask = 2 * this.slots.length - 1;
		this.slots = new Int32Array(mask + 1).fill(-1);
		for (let entry = 0; entry < this.entries; entry++) {
			const hash = this.hashes[entry];
			let slot = hash & mask;
			while (this.slots[slot] >= 0) slot = (slot + 1) & mask;
			this.slots[slot] = entry;
		}
	}
}

/** Four bytes at a time, each word mixed in like MurmurHash3 does (Appleby 2011), then its finaliser. */
function hashOf(words: DataView, bytes: Uint8Array, start: number, end: number): number {
	let hash = end - start;
	let at = start;
	for (; at + 4 <= end; at += 4) {
		const word = Math.imul(words.getInt32(at, true), 0xcc9e2d51);
		hash ^= Math.imul((word << 15) | (word >>> 17), 0x1b873593);
		hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
	}
	for (; at < end; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return hash ^ (hash >>> 16);
}

/** A text without the spaces and tabs around it: how texts are compared everywhere. */
export function trimmed(text: string): string {
	return text.replace(/^[ \t]+|[ \t]+$/g, '');
}

function grown(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
	const bigger = new Int32Array(length);
	bigger.set(array);
	return bigger;
}
