import type { TreeTables } from './trees';

/** Tables of the WebAssembly kernel; addresses are in bytes. */
export interface TreePlan {
	/** What is written to memory at `imageAt`. */
	readonly image: Uint32Array<ArrayBuffer>;
	readonly imageAt: number;
	/**
	 * A record of 32 bytes a slot, or several where a slot has more thresholds than a byte counts: the feature's offset in
	 * a row, the kind, the address of the set's words, the number of its bits, where the rising tests begin, where the
	 * falling ones, where the groups of thresholds are or 0, and without them where the falling tests end.
	 *
	 * Tests are in the order in which they are asked, outwards from the typical value. For each eight leaves that a test
	 * clears some of there is an entry, with the plane's address and the bits to clear, four times, since a word is
	 * quicker to spread over a vector than a byte.
	 *
	 * Without groups, tests of one threshold are together: the float32 threshold, the address of the next, entries; the
	 * rising ones end where the falling ones begin.
	 *
	 * Groups are for ranks: sixteen thresholds each, ascending, after a group of the first thresholds of all but the first,
	 * filled up with NaN, which no number reaches. An entry has a number in bytes between its two words, also four times: a
	 * rising test hits where the rank is greater, a falling one where it is less. What hits no row ends either scan.
	 */
	readonly slots: number;
	readonly slotsEnd: number;
	/**
	 * A record of 8 bytes a tree: the number of its planes and the address of its leaves. Float32 leaves of up to 32
	 * planes are four tables of 16 bytes for each sixteen of them, one for each byte of the numbers; others are numbers one
	 * after the other.
	 */
	readonly trees: number;
	readonly treesEnd: number;
	/** A plane has 32 bytes, one a row: the bits of eight leaves. */
	readonly planes: number;
	readonly planesEnd: number;
	/** Room for 32 numbers of 4 bytes and 32 ranks. */
	readonly scratch: number;
	readonly end: number;
}

/** Nothing lives at address 0, so that a forgotten pointer does not look like data. */
const firstAddress = 1024;
/** The kernel counts the planes of a tree in a byte, planes get 16 MiB, and float32 must count categories. */
const mostPlanesOfTree = 256;
const planeBytes = 32;
const mostPlanes = 2 ** 24 / planeBytes;
const mostSetWords = 2 ** 19;
/** An index that is looked up in tables is a byte. */
const mostInTables = 256;
const leavesOfTable = 16;
/** A rank is a byte. Below so many thresholds, measured, ranking costs more than it saves. */
const mostRanked = 255;
const fewestRanked = 64;
const groupSize = 16;
/** The kernel clears so many entries before it looks whether to go on. */
const entriesAtOnce = 4;
const scratchBytes = 160;

const float = new Float32Array(1);
const floatBits = new Uint32Array(float.buffer);

function bitsOf(x: number): number {
	float[0] = x;
	return floatBits[0];
}

/**
 * Lays the tables out, or returns null where the kernel could not keep the bits of `scoreTrees`: trees of more than 2048
 * leaves, or leaves that are not float32 under sums that are.
 */
export function planTrees(tables: TreeTables): TreePlan | null {
	const { wordStart, leafStart, leaves, setBounds, slotFeature } = tables;
	const counts = Array.from(leafStart, (start, tree) => (leafStart[tree + 1] ?? leaves.length) - start);
	const planeCounts = counts.map((count) => Math.ceil(count / 8));
	const planeCount = planeCounts.reduce((sum, count) => sum + count, 0);
	const isFloat32 = (x: number): boolean => Object.is(Math.fround(x), x);
	if (tables.float32Sums && !(isFloat32(tables.baseMargin) && leaves.every(isFloat32))) return null;
	if (planeCounts.some((count) => count > mostPlanesOfTree) || planeCount > mostPlanes) return null;
	if (setBounds.some((bound, set) => set > 0 && bound - setBounds[set - 1] > mostSetWords)) return null;

	const planes = firstAddress;
	const planesEnd = planes + planeBytes * planeCount;
	const planeOfWord = new Int32Array(tables.wordStart[leafStart.length]);
	let nextPlane = planes;
	planeCounts.forEach((count, tree) => {
		for (let word = wordStart[tree]; word < wordStart[tree + 1]; word++) {
			planeOfWord[word] = nextPlane + 4 * planeBytes * (word - wordStart[tree]);
		}
		nextPlane += planeBytes * count;
	});

	const image = new ImageWriter(planesEnd);
	const sets = image.here;
	for (const word of tables.setWords) image.push(word);
	const records = Array.from(slotFeature, (_, slot) => writeSlot(tables, slot, planeOfWord, image));
	const leafTables = counts.map((count, tree) => {
		const address = image.align();
		writeLeaves(leaves.subarray(leafStart[tree], leafStart[tree] + count), tables.float32Sums, image);
		return address;
	});
	const slots = image.here;
	records.forEach((parts, slot) => {
		const kind = tables.slotKinds[slot];
		const set = kind > 3 ? tables.slotSet[slot] : -1;
		const ofSet = set < 0 ? [0, 0] : [sets + 4 * setBounds[set], 32 * (setBounds[set + 1] - setBounds[set])];
		for (const part of parts) image.push(4 * slotFeature[slot], kind, ...ofSet, ...part);
	});
	const slotsEnd = image.here;
	leafTables.forEach((address, tree) => image.push(planeCounts[tree], address));
	const treesEnd = image.here;
	const scratch = image.align();
	return {
		image: Uint32Array.from(image.words),
		imageAt: planesEnd,
		slots,
		slotsEnd,
		trees: slotsEnd,
		treesEnd,
		planes,
		planesEnd,
		scratch,
		end: scratch + scratchBytes
	};
}

/** Words on their way to memory at `address`. */
class ImageWriter {
	readonly words: number[] = [];

	constructor(readonly address: number) {}

	get here(): number {
		return this.address + 4 * this.words.length;
	}

	push(...words: readonly number[]): number {
		return this.words.push(...words);
	}

	align(): number {
		while (this.here % 16 !== 0) this.push(0);
		return this.here;
	}
}

/** Of a slot: all its tests, or as many as have thresholds that a byte counts. */
interface SlotPart {
	/** The first test of each threshold. */
	readonly firsts: readonly number[];
	/** The first rising test. */
	readonly middle: number;
	readonly end: number;
}

/** Writes a slot's tests; returns the last four words of each of its records. */
function writeSlot(tables: TreeTables, slot: number, planeOfWord: Int32Array, image: ImageWriter): number[][] {
	const { threshold, testStart, testMiddle } = tables;
	const end = testStart[slot + 1];
	const firsts: number[] = [];
	for (let test = testStart[slot]; test < end; test++) {
		if (firsts.length === 0 || threshold[test] !== threshold[test - 1]) firsts.push(test);
	}
	const parts: number[][] = [];
	for (let from = 0; from < firsts.length; from += mostRanked) {
		const ofPart = firsts.slice(from, from + mostRanked);
		const partEnd = firsts[from + mostRanked] ?? end;
		const part = { firsts: ofPart, middle: Math.min(Math.max(testMiddle[slot], ofPart[0]), partEnd), end: partEnd };
		const write = ofPart.length < fewestRanked ? writeCompared : writeRanked;
		parts.push(write(tables, part, planeOfWord, image));
	}
	return parts;
}

/** Tests that compare numbers; returns what {@link writeSlot} does, of one record. */
function writeCompared(tables: TreeTables, { firsts, middle, end }: SlotPart, planeOfWord: Int32Array, image: ImageWriter): number[] {
	const { threshold } = tables;
	const write = (from: number, to: number, step: number): number => {
		const start = image.here;
		let test = from;
		while (test !== to) {
			const of = threshold[test];
			const header = image.push(bitsOf(of), 0) - 1;
			for (; test !== to && threshold[test] === of; test += step) {
				for (const [plane, bits] of entriesOf(tables, test, planeOfWord)) image.push(plane, fourTimes(bits));
			}
			image.words[header] = image.here;
		}
		return start;
	};
	return [write(middle, end, 1), write(middle - 1, firsts[0] - 1, -1), 0, image.here];
}

/** Tests that compare ranks, after the groups for these; returns as {@link writeCompared}. */
function writeRanked(tables: TreeTables, { firsts, middle, end }: SlotPart, planeOfWord: Int32Array, image: ImageWriter): number[] {
	const thresholds = firsts.map((test) => bitsOf(tables.threshold[test]));
	const groups = image.align();
	const writeGroup = (words: readonly number[]): void => {
		for (let i = 0; i < groupSize; i++) image.push(words[i] ?? bitsOf(NaN));
	};
	writeGroup(thresholds.filter((_, number) => number > 0 && number % groupSize === 0));
	for (let from = 0; from < thresholds.length; from += groupSize) writeGroup(thresholds.slice(from, from + groupSize));

	const numbers = new Map<number, number>();
	firsts.forEach((first, number) => {
		for (let test = first; test < (firsts[number + 1] ?? end); test++) numbers.set(test, number);
	});
	// Ranks are 128 less than they are, and so are the numbers. A rank is greater than a threshold's number where it is reached.
	const write = (from: number, to: number, step: number, shift: number, never: number): number => {
		const start = image.here;
		for (let test = from; test !== to; test += step) {
			const number = fourTimes((numbers.get(test) ?? 0) + shift);
			for (const [plane, bits] of entriesOf(tables, test, planeOfWord)) image.push(plane, number, fourTimes(bits));
		}
		for (let i = 0; i < entriesAtOnce; i++) image.push(firstAddress, fourTimes(never), 0);
		return start;
	};
	return [write(middle, end, 1, -128, 127), write(middle - 1, firsts[0] - 1, -1, -127, -128), groups, 0];
}

/** The address of each plane that a test clears some bits of, and the bits. */
function entriesOf({ word, mask }: TreeTables, test: number, planeOfWord: Int32Array): [plane: number, bits: number][] {
	const entries: [number, number][] = [];
	for (let byte = 0; byte < 4; byte++) {
		const cleared = (~mask[test] >>> (8 * byte)) & 255;
		if (cleared !== 0) entries.push([planeOfWord[word[test]] + planeBytes * byte, cleared]);
	}
	return entries;
}

/** A word of four of the same byte. */
function fourTimes(byte: number): number {
	return ((byte & 255) * 0x01010101) >>> 0;
}

function writeLeaves(leaves: Float64Array, float32: boolean, image: ImageWriter): void {
	if (!float32) {
		for (const word of new Uint32Array(leaves.slice().buffer)) image.push(word);
		return;
	}
	const bits = Array.from(leaves, bitsOf);
	if (leaves.length > mostInTables) {
		for (const word of bits) image.push(word);
		return;
	}
	const bytes = new Uint8Array(4 * leavesOfTable * Math.ceil(leaves.length / leavesOfTable));
	bits.forEach((word, leaf) => {
		const from = 4 * leavesOfTable * Math.floor(leaf / leavesOfTable) + (leaf % leavesOfTable);
		for (let byte = 0; byte < 4; byte++) bytes[from + leavesOfTable * byte] = word >>> (8 * byte);
	});
	for (const word of new Uint32Array(bytes.buffer)) image.push(word);
}
