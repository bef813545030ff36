import type { Block } from '../block';
import type { Source } from '../names';
import type { Pieces } from '../state/pieces';
import type { StateReader } from '../state/reader';
import type { StateWriter } from '../state/writer';
import { PairMap } from './pair-map';

/** A feature in a key is a whole number below this. */
const wholeBelow = 2 ** 31;

/**
 * Numbers profiles by the parts of their key, from 1 on. A row that lacks a part of its key (a text, or a feature that is a
 * whole number of at least 0) gets 0, the slot of nobody's profile. A key of one column has its text's own number; others
 * are found pair by pair.
 */
export class KeySlots {
	/** One a column after the first: (what names the columns before it, this column's text) → number, from 0 on. */
	private readonly levels: readonly PairMap[];
	/** `[pairs]` of each level, in the order of their numbers: to be saved. */
	private readonly pairs: readonly number[][];

	/** @param parts the first a raw text column */
	constructor(readonly parts: readonly Source[]) {
		this.levels = parts.slice(1).map(() => new PairMap());
		this.pairs = parts.slice(1).map(() => []);
	}

	/** Whether features are part of the key, which must have been made when it is looked at. */
	get hasFeatures(): boolean {
		return this.parts.some(({ kind }) => kind === 'made');
	}

	/** `[rows]`; @param ids numbers of texts by raw column, -1 for a missing one */
	look(ids: readonly Int32Array[], block: Block): Int32Array {
		const slots = block.ints();
		const parts = this.parts.map(({ kind, index }) => (kind === 'raw' ? ids[index] : wholeNumbers(block.made[index], block.ints())));
		const [first] = parts;
		for (let row = 0; row < slots.length; row++) slots[row] = first[row];
		this.levels.forEach((_, level) => this.nameWithin(level, slots, parts[level + 1]));
		for (let row = 0; row < slots.length; row++) slots[row]++;
		return slots;
	}

	/** Takes the names of the columns before a level, -1 for none, to those with its column. */
	private nameWithin(level: number, names: Int32Array, texts: Int32Array): void {
		const map = this.levels[level];
		for (let row = 0; row < names.length; row++) {
			const [name, text] = [names[row], texts[row]];
			if (name < 0 || text < 0) names[row] = -1;
			else {
				const known = map.get(name, text);
				names[row] = known >= 0 ? known : this.within(level, name, text);
			}
		}
	}

	/** How many slots there are, that of nobody included. @param ids how many texts a raw column has */
	count(ids: (column: number) => number): number {
		return 1 + (this.levels.length === 0 ? ids(this.parts[0].index) : this.levels[this.levels.length - 1].size);
	}

	private within(level: number, name: number, text: number): number {
		const map = this.levels[level];
		const known = map.get(name, text);
		if (known >= 0) return known;
		const next = map.size;
		map.set(name, text, next);
		this.pairs[level].push(name, text);
		return next;
	}

	*write(out: StateWriter): Pieces {
		for (const pairs of this.pairs) {
			out.i32(Int32Array.of(pairs.length / 2));
			out.i32(new Int32Array(pairs));
			yield;
		}
	}

	read(from: StateReader, ids: (column: number) => number): void {
		let names = ids(this.parts[0].index);
		this.levels.forEach((_, level) => {
			const [size] = from.i32(1, 0);
			const pairs = from.i32(size * 2, 0);
			const { kind, index } = this.parts[level + 1];
			const most = kind === 'raw' ? ids(index) : wholeBelow;
			for (let at = 0; at < pairs.length; at += 2) {
				from.require(pairs[at] < names && pairs[at + 1] < most);
				from.require(this.within(level, pairs[at], pairs[at + 1]) === at / 2);
			}
			names = size;
		});
	}
}

/** -1 for anything else. */
function wholeNumbers(values: Float64Array, whole: Int32Array): Int32Array {
	for (let row = 0; row < whole.length; row++) {
		const value = values[row];
		whole[row] = value >= 0 && value < wholeBelow && Number.isInteger(value) ? value : -1;
	}
	return whole;
}
