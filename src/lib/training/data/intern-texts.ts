import { TextDictionary } from '../../core/features/text-dictionary';
import type { RecordBatch } from '../../csv/types';
import { cellText } from '../../csv/cells';

const space = 0x20;
const tab = 0x09;

/**
 * Turns cells into codes of a dictionary by their bytes, so that a string is made for each distinct text only. Spaces and
 * tabs around a text do not count.
 */
export class TextInterner {
	readonly dictionary = new TextDictionary();
	/** Code + 1; 0 for an empty slot. */
	#slots = new Uint32Array(1 << 10);
	#bytes = new Uint8Array(1 << 14);
	/** Code c has the bytes `starts[c] … starts[c + 1] - 1`. */
	readonly #starts: number[] = [0];
	readonly #hashes: number[] = [];
	readonly #codes: number[] = [];

	codeOf(batch: RecordBatch, field: number): number {
		const { bytes } = batch;
		let start = batch.fieldStart[field];
		let end = batch.fieldEnd[field];
		while (start < end && (bytes[start] === space || bytes[start] === tab)) start++;
		while (end > start && (bytes[end - 1] === space || bytes[end - 1] === tab)) end--;
		let hash = 0x811c9dc5;
		for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
		hash >>>= 0;
		const mask = this.#slots.length - 1;
		let slot = (hash ^ (hash >>> 15)) & mask;
		for (;;) {
			const entry = this.#slots[slot] - 1;
			if (entry < 0) break;
			if (this.#hashes[entry] === hash && this.#isAt(entry, bytes, start, end)) return this.#codes[entry];
			slot = (slot + 1) & mask;
		}
		return this.#add(batch, field, bytes.subarray(start, end), hash, slot);
	}

	#isAt(entry: number, bytes: Uint8Array, start: number, end: number): boolean {
		const from = this.#starts[entry];
		if (this.#starts[entry + 1] - from !== end - start) return false;
		for (let i = start, j = from; i < end; i++, j++) if (bytes[i] !== this.#bytes[j]) return false;
		return true;
	}

	/** Two spellings in bytes (quotes doubled or not) may be one text: the dictionary decides. */
	#add(batch: RecordBatch, field: number, bytes: Uint8Array, hash: number, slot: number): number {
		const entry = this.#hashes.length;
		const from = this.#starts[entry];
		if (from + bytes.length > this.#bytes.length) {
			const grown = new Uint8Array(2 * (from + bytes.length));
			grown.set(this.#bytes);
			this.#bytes = grown;
		}
		this.#bytes.set(bytes, from);
		this.#starts.push(from + bytes.length);
		this.#hashes.push(hash);
		const code = this.dictionary.codeOf(cellText(batch, field).trim());
		this.#codes.push(code);
		this.#slots[slot] = entry + 1;
		if (2 * (entry + 1) > this.#slots.length) this.#rehash();
		return code;
	}

	#rehash(): void {
		const slots = new Uint32Array(this.#slots.length * 2);
		const mask = slots.length - 1;
		this.#hashes.forEach((hash, entry) => {
			let slot = (hash ^ (hash >>> 15)) & mask;
			while (slots[slot] !== 0) slot = (slot + 1) & mask;
			slots[slot] = entry + 1;
		});
		this.#slots = slots;
	}
}
