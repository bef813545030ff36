import { ShrikeError } from '../../errors';
import type { KeyedHash } from '../../privacy/keyed-hash';
import type { Pieces } from '../state/pieces';
import type { StateReader } from '../state/reader';
import type { StateWriter } from '../state/writer';
import type { TextDictionary } from '../text-dictionary';
import { withRoom } from './room';

/** Some ten microseconds each. */
const hashedAPiece = 512;

/**
 * Numbers for the texts of a raw column that outlive the session's dictionary: texts of saved profiles, known by their
 * keyed hashes only, come first; a dictionary's text is hashed once, to see whether it is one of them. `''` is no text.
 */
export class TextIds {
	/** By code. */
	private ids = new Int32Array(16);
	private known = 0;
	private readonly codes: number[] = [];
	private readonly loaded = new Map<string, number>();
	private loadedCount = 0;
	private hash: KeyedHash | null = null;
	/** Hashes by id, as far as they have been needed. */
	private readonly hashes: string[] = [];

	constructor(private readonly dictionary: TextDictionary) {}

	get size(): number {
		return this.loadedCount + this.codes.length;
	}

	/** Numbers of a column of codes, -1 for a missing text, to `looked`, which is returned. `[rows]` */
	look(codes: Float64Array, looked: Int32Array): Int32Array {
		this.learn();
		const { ids } = this;
		for (let row = 0; row < looked.length; row++) {
			const code = codes[row];
			looked[row] = code === code ? ids[code] : -1;
		}
		return looked;
	}

	private learn(): void {
		const { texts } = this.dictionary;
		this.ids = withRoom(this.ids, texts.length);
		for (; this.known < texts.length; this.known++) this.ids[this.known] = this.idOf(texts[this.known], this.known);
	}

	private idOf(text: string, code: number): number {
		if (text === '') return -1;
		const loaded = this.hash && this.loaded.size > 0 ? this.loaded.get(this.hash.of(text)) : undefined;
		return loaded ?? this.loadedCount + this.codes.push(code) - 1;
	}

	*write(out: StateWriter, hash: KeyedHash): Pieces {
		if (this.hash && this.hash.keyId !== hash.keyId) {
			throw new ShrikeError(
				'state.other-key',
				'The profiles began with ones whose names were made by another key, so they cannot be saved under this one. ' +
					'Save them with the key of the state that they began with.'
			);
		}
		this.hash = hash;
		for (let id = this.hashes.length; id < this.size; id++) {
			this.hashes.push(hash.of(this.dictionary.texts[this.codes[id - this.loadedCount]]));
			if (id % hashedAPiece === 0) yield;
		}
		yield* out.hashes(this.hashes);
	}

	/** Into new ids, before any text was seen. */
	read(from: StateReader, hash: KeyedHash): void {
		this.hash = hash;
		for (const name of from.hashes()) this.hashes.push(name);
		this.hashes.forEach((name, id) => this.loaded.set(name, id));
		this.loadedCount = this.hashes.length;
	}
}
