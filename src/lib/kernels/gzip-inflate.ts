/** Tables of RFC 1951, section 3.2.5. */
const LENGTH_BASE = Uint16Array.of(
	3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258
);
const LENGTH_EXTRA = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0);
const DISTANCE_BASE = Uint16Array.of(
	1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
	8193, 12289, 16385, 24577
);
const DISTANCE_EXTRA = Uint8Array.of(
	0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13
);
/** Order in which the lengths of code length codes are stored (section 3.2.7). */
const CODE_ORDER = Uint8Array.of(16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15);

const HISTORY = 1 << 15;
/** Output is handed over in pieces of about this size: a small file that inflates hugely never piles up. */
const PIECE = 1 << 17;
const LONGEST_MATCH = 258;

/** Every entry is `symbol << 4 | code length`; 0 where no code leads. */
interface CodeTable {
	readonly entries: Uint16Array;
	readonly bits: number;
}

/** Thrown for bytes that are no DEFLATE stream. */
export class InflateError extends Error {}

/** A table indexed by the next bits of input for canonical Huffman codes of these lengths. */
function codeTable(lengths: Uint8Array): CodeTable {
	const count = new Uint16Array(16);
	for (const length of lengths) count[length] = (count[length] ?? 0) + 1;
	count[0] = 0;
	let bits = 15;
	while (bits > 1 && count[bits] === 0) bits--;
	const next = new Uint16Array(17);
	let left = 1;
	for (let length = 1; length <= 15; length++) {
		left = left * 2 - (count[length] ?? 0);
		if (left < 0) throw new InflateError('over-subscribed code');
		next[length + 1] = ((next[length] ?? 0) + (count[length] ?? 0)) << 1;
	}
	const entries = new Uint16Array(1 << bits);
	lengths.forEach((length, symbol) => {
		if (length === 0) return;
		let code = next[length] ?? 0;
		next[length] = code + 1;
		let reversed = 0;
		for (let i = 0; i < length; i++, code >>= 1) reversed = (reversed << 1) | (code & 1);
		for (let i = reversed; i < entries.length; i += 1 << length) entries[i] = (symbol << 4) | length;
	});
	return { entries, bits };
}

const FIXED_LITERALS = codeTable(Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)));
const FIXED_DISTANCES = codeTable(new Uint8Array(30).fill(5));

/**
 * One raw DEFLATE stream (RFC 1951), decoded piece by piece: both the input given and the output made stop and go on
 * anywhere, and the bytes after the stream are left over, which other inflaters for browsers do not tell.
 */
export class Inflater {
	private input: Uint8Array = new Uint8Array(0);
	private at = 0;
	private hold = 0;
	private bits = 0;
	private readonly window = new Uint8Array(HISTORY + PIECE + LONGEST_MATCH);
	private filled = 0;
	private given = 0;
	private state: 'block' | 'stored' | 'codes' | 'done' = 'block';
	private lastBlock = false;
	private stored = 0;
	private literals: CodeTable = FIXED_LITERALS;
	private distances: CodeTable = FIXED_DISTANCES;

	/** Adds input behind what was not yet used. */
	push(chunk: Uint8Array): void {
		const rest = this.input.length - this.at;
		if (rest === 0) this.input = chunk;
		else {
			const both = new Uint8Array(rest + chunk.length);
			both.set(this.input.subarray(this.at));
			both.set(chunk, rest);
			this.input = both;
		}
		this.at = 0;
	}

	/** Decodes until a piece of output is full, more input is needed, or the stream ends. Throws {@link InflateError}. */
	run(): 'full' | 'hungry' | 'done' {
		for (;;) {
			if (this.state === 'done') return 'done';
			if (this.filled >= HISTORY + PIECE) return 'full';
			const went = this.state === 'block' ? this.block() : this.state === 'stored' ? this.copyStored() : this.decode();
			if (!went) return 'hungry';
		}
	}

	/** The output since the last call, as bytes of its own. */
	take(): Uint8Array<ArrayBuffer> {
		const piece = this.window.slice(this.given, this.filled);
		if (this.filled >= HISTORY + PIECE) {
			this.window.copyWithin(0, this.filled - HISTORY, this.filled);
			this.filled = HISTORY;
		}
		this.given = this.filled;
		return piece;
	}

	/** After `done`: the input that follows the stream. */
	rest(): Uint8Array {
		return this.input.subarray(this.at - (this.bits >> 3));
	}

	/** Makes `count` (at most 16) bits available; false when the input ends before. */
	private fill(count: number): boolean {
		while (this.bits < count) {
			if (this.at >= this.input.length) return false;
			this.hold |= (this.input[this.at++] ?? 0) << this.bits;
			this.bits += 8;
		}
		return true;
	}

	private drop(count: number): number {
		const value = this.hold & ((1 << count) - 1);
		this.hold >>>= count;
		this.bits -= count;
		return value;
	}

	/** A block header; nothing of it is used up when it is not all there. */
	private block(): boolean {
		if (this.lastBlock) {
			this.state = 'done';
			return true;
		}
		const { at, hold, bits } = this;
		if (this.header()) return true;
		this.at = at;
		this.hold = hold;
		this.bits = bits;
		return false;
	}

	private header(): boolean {
		if (!this.fill(3)) return false;
		const last = this.drop(1) === 1;
		const type = this.drop(2);
		if (type === 3) throw new InflateError('unknown block type');
		if (type === 0) {
			this.drop(this.bits & 7);
			if (!this.fill(16)) return false;
			const length = this.drop(16);
			if (!this.fill(16)) return false;
			if ((this.drop(16) ^ 0xffff) !== length) throw new InflateError('wrong length of a stored block');
			this.stored = length;
			this.state = 'stored';
		} else {
			if (type === 2) {
				if (!this.readCodes()) return false;
			} else [this.literals, this.distances] = [FIXED_LITERALS, FIXED_DISTANCES];
			this.state = 'codes';
		}
		this.lastBlock = last;
		return true;
	}

	/** Section 3.2.7: the two codes of a dynamic block. */
	private readCodes(): boolean {
		if (!this.fill(14)) return false;
		const literals = this.drop(5) + 257;
		const distances = this.drop(5) + 1;
		const given = this.drop(4) + 4;
		if (literals > 286 || distances > 30) throw new InflateError('too many codes');
		const order = new Uint8Array(19);
		for (let i = 0; i < given; i++) {
			if (!this.fill(3)) return false;
			order[CODE_ORDER[i] ?? 0] = this.drop(3);
		}
		const codes = codeTable(order);
		const lengths = new Uint8Array(literals + distances);
		for (let i = 0; i < lengths.length; ) {
			const symbol = this.symbol(codes);
			if (symbol < 0) return false;
			if (symbol < 16) {
				lengths[i++] = symbol;
				continue;
			}
			const extra = symbol === 16 ? 2 : symbol === 17 ? 3 : 7;
			if (!this.fill(extra)) return false;
			const repeat = this.drop(extra) + (symbol === 18 ? 11 : 3);
			if ((symbol === 16 && i === 0) || i + repeat > lengths.length) throw new InflateError('wrong repeat of a code');
			lengths.fill(symbol === 16 ? (lengths[i - 1] ?? 0) : 0, i, i + repeat);
			i += repeat;
		}
		if (lengths[256] === 0) throw new InflateError('no end of block');
		this.literals = codeTable(lengths.subarray(0, literals));
		this.distances = codeTable(lengths.subarray(literals));
		return true;
	}

	/** The next symbol, or -1 when the input ends before it does. */
	private symbol({ entries, bits }: CodeTable): number {
		this.fill(bits);
		const entry = entries[this.hold & ((1 << bits) - 1)] ?? 0;
		const length = entry & 15;
		if (length > this.bits || (length === 0 && this.bits < bits)) return -1;
		if (length === 0) throw new InflateError('unknown code');
		this.hold >>>= length;
		this.bits -= length;
		return entry >> 4;
	}

	private copyStored(): boolean {
		while (this.stored > 0 && this.filled < HISTORY + PIECE) {
			// Bytes that were already taken into `hold` come first.
			if (this.bits > 0) {
				this.window[this.filled++] = this.drop(8);
				this.stored--;
				continue;
			}
			const count = Math.min(this.stored, this.input.length - this.at, HISTORY + PIECE - this.filled);
			if (count === 0) return false;
			this.window.set(this.input.subarray(this.at, this.at + count), this.filled);
			this.at += count;
			this.filled += count;
			this.stored -= count;
		}
		if (this.stored === 0) this.state = 'block';
		return true;
	}

	/**
	 * Literals and matches: the hot loop, its state in locals. A symbol or match that is not all there is left for the
	 * next call. False when the input ends.
	 */
	private decode(): boolean {
		const { input, window } = this;
		const size = input.length;
		const literals = this.literals.entries;
		const distances = this.distances.entries;
		let { at, hold, bits, filled } = this;
		let whole = true;
		// Where the symbol begins, to go back to.
		let [at0, hold0, bits0] = [at, hold, bits];
		while (filled < HISTORY + PIECE) {
			at0 = at;
			hold0 = hold;
			bits0 = bits;
			while (bits < 15 && at < size) {
				hold |= (input[at++] ?? 0) << bits;
				bits += 8;
			}
			const entry = literals[hold & (literals.length - 1)] ?? 0;
			const codeBits = entry & 15;
			whole = this.isWhole(codeBits, bits, this.literals.bits);
			if (!whole) break;
			hold >>>= codeBits;
			bits -= codeBits;
			const symbol = entry >> 4;
			if (symbol < 256) {
				window[filled++] = symbol;
				continue;
			}
			if (symbol === 256) {
				this.state = 'block';
				break;
			}
			if (symbol > 285) throw new InflateError('unknown length');
			while (bits < 15 && at < size) {
				hold |= (input[at++] ?? 0) << bits;
				bits += 8;
			}
			const lengthBits = LENGTH_EXTRA[symbol - 257] ?? 0;
			whole = lengthBits <= bits;
			if (!whole) break;
			const length = (LENGTH_BASE[symbol - 257] ?? 0) + (hold & ((1 << lengthBits) - 1));
			hold >>>= lengthBits;
			bits -= lengthBits;
			while (bits < 15 && at < size) {
				hold |= (input[at++] ?? 0) << bits;
				bits += 8;
			}
			const far = distances[hold & (distances.length - 1)] ?? 0;
			const farBits = far & 15;
			whole = this.isWhole(farBits, bits, this.distances.bits);
			if (!whole) break;
			hold >>>= farBits;
			bits -= farBits;
			if (far >> 4 > 29) throw new InflateError('unknown distance');
			while (bits < 15 && at < size) {
				hold |= (input[at++] ?? 0) << bits;
				bits += 8;
			}
			const moreBits = DISTANCE_EXTRA[far >> 4] ?? 0;
			whole = moreBits <= bits;
			if (!whole) break;
			const distance = (DISTANCE_BASE[far >> 4] ?? 0) + (hold & ((1 << moreBits) - 1));
			hold >>>= moreBits;
			bits -= moreBits;
			if (distance > filled) throw new InflateError('distance too far back');
			for (const end = filled + length; filled < end; filled++) window[filled] = window[filled - distance] ?? 0;
		}
		this.at = whole ? at : at0;
		this.hold = whole ? hold : hold0;
		this.bits = whole ? bits : bits0;
		this.filled = filled;
		return whole;
	}

	/** Whether a code of `length` bits (0: none was found) is all there; throws when it is no code at all. */
	private isWhole(length: number, bits: number, longest: number): boolean {
		if (length !== 0) return length <= bits;
		if (bits >= longest) throw new InflateError('unknown code');
		return false;
	}
}
