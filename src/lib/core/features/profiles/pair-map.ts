const empty = -1;

/**
 * A map from pairs of whole numbers in [0, 2³¹) to such numbers, in typed arrays: open addressing with linear probing, at
 * most half full. No object is made by a lookup.
 */
export class PairMap {
	private lefts = new Int32Array(16).fill(empty);
	private rights = new Int32Array(16);
	private values = new Int32Array(16);
	private mask = 15;
	private count = 0;

	get size(): number {
		return this.count;
	}

	/** The number of a pair, -1 where there is none. */
	get(left: number, right: number): number {
		const at = this.find(left, right);
		return this.lefts[at] === empty ? -1 : this.values[at];
	}

	set(left: number, right: number, value: number): void {
		const at = this.find(left, right);
		this.values[at] = value;
		if (this.lefts[at] !== empty) return;
		this.lefts[at] = left;
		this.rights[at] = right;
		if (++this.count * 2 > this.mask) this.grow();
	}

	/** Closes the gap that a pair leaves (Knuth, TAOCP 3, algorithm 6.4 R), so that no marks of deleted pairs pile up. */
	delete(left: number, right: number): void {
		let gap = this.find(left, right);
		if (this.lefts[gap] === empty) return;
		this.count--;
		for (let at = (gap + 1) & this.mask; this.lefts[at] !== empty; at = (at + 1) & this.mask) {
			const home = hash(this.lefts[at], this.rights[at]) & this.mask;
			const isBetween = gap <= at ? gap < home && home <= at : gap < home || home <= at;
			if (isBetween) continue;
			this.put(gap, this.lefts[at], this.rights[at], this.values[at]);
			gap = at;
		}
		this.lefts[gap] = empty;
	}

	/** Calls `visit` with every pair, in no order that means anything. */
	each(visit: (left: number, right: number) => void): void {
		for (let at = 0; at <= this.mask; at++) {
			if (this.lefts[at] !== empty) visit(this.lefts[at], this.rights[at]);
		}
	}

	private find(left: number, right: number): number {
		const { lefts, rights, mask } = this;
		let at = hash(left, right) & mask;
		while (lefts[at] !== empty && (lefts[at] !== left || rights[at] !== right)) at = (at + 1) & mask;
		return at;
	}

	private put(at: number, left: number, right: number, value: number): void {
		this.lefts[at] = left;
		this.rights[at] = right;
		this.values[at] = value;
	}

	private grow(): void {
		const { lefts, rights, values } = this;
		const room = lefts.length * 2;
		this.lefts = new Int32Array(room).fill(empty);
		this.rights = new Int32Array(room);
		this.values = new Int32Array(room);
		this.mask = room - 1;
		for (let i = 0; i < lefts.length; i++) {
			if (lefts[i] !== empty) this.put(this.find(lefts[i], rights[i]), lefts[i], rights[i], values[i]);
		}
	}
}

/** Mixes like MurmurHash3's finaliser. */
function hash(left: number, right: number): number {
	let h = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return (h ^ (h >>> 16)) >>> 0;
}
