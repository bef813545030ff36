import type { Dataset } from '../dataset';

/**
 * Indices of the first occurrence of every distinct row, ascending. Two rows are duplicates when all raw values and the
 * label are equal (NaN equals NaN); left in, they would stand in training and test at once.
 *
 * Rows are found by a hash of their bits and then compared, so no text is made a row: 1.5 million rows take a second.
 */
export function firstOccurrences(data: Dataset): Uint32Array {
	const kept = new Uint32Array(data.rows);
	let count = 0;
	const firsts = findFirsts(data);
	for (let row = 0; row < data.rows; row++) if (firsts[row] === row) kept[count++] = row;
	return kept.slice(0, count);
}

/** For every row the first one that equals it, itself where there is none before. */
export function findFirsts(data: Dataset): Uint32Array {
	const hashes = rowHashes(data);
	const slots = 2 ** (32 - Math.clz32(2 * data.rows + 1));
	const mask = slots - 1;
	/** Row + 1; 0 for an empty slot. */
	const table = new Uint32Array(slots);
	const firsts = new Uint32Array(data.rows);
	for (let row = 0; row < data.rows; row++) {
		let slot = hashes[row] & mask;
		for (;;) {
			const other = table[slot] - 1;
			if (other < 0) {
				table[slot] = row + 1;
				firsts[row] = row;
				break;
			}
			if (hashes[other] === hashes[row] && sameRow(data, other, row)) {
				firsts[row] = other;
				break;
			}
			slot = (slot + 1) & mask;
		}
	}
	return firsts;
}

function sameRow({ raw, labels }: Dataset, a: number, b: number): boolean {
	if (labels[a] !== labels[b]) return false;
	for (const column of raw) {
		const [x, y] = [column[a], column[b]];
		if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) return false;
	}
	return true;
}

/** FNV-1a over the 32-bit halves of every value, column by column, with a last mixing (Murmur3's finaliser). */
function rowHashes({ raw, labels, rows }: Dataset): Uint32Array {
	const hashes = new Uint32Array(rows);
	for (let row = 0; row < rows; row++) hashes[row] = (0x811c9dc5 ^ labels[row]) >>> 0;
	const value = new Float64Array(1);
	const halves = new Uint32Array(value.buffer);
	for (const column of raw) {
		for (let row = 0; row < rows; row++) {
			// Zeros of both signs are equal, so they must hash alike.
			value[0] = column[row] + 0;
			const half = Math.imul(hashes[row] ^ halves[0], 0x01000193);
			hashes[row] = Math.imul(half ^ halves[1], 0x01000193);
		}
	}
	for (let row = 0; row < rows; row++) {
		let h = hashes[row];
		h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
		h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
		hashes[row] = h ^ (h >>> 16);
	}
	return hashes;
}
