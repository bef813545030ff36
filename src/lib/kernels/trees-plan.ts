import type { TreeTables } from './trees';

/** Tables of the WebAssembly kernel, written to memory at {@link firstAddress}; all else are addresses in bytes. */
export interface TreePlan {
	readonly image: Uint32Array<ArrayBuffer>;
	/**
	 * A record of 32 bytes a slot: the feature's offset in a row, the kind, the address of the set's words, the number of
	 * its bits, where the rising tests begin, where they end and the falling ones begin, where those end; one unused.
	 *
	 * Tests are in the order in which they are asked, outwards from the typical value. Those of one threshold are together:
	 * the float32 threshold, the address of the next, then for each eight leaves that a test clears some of: the bits to
	 * clear and, from bit 8 on, how many bytes the plane is after the first.
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
	/** 128 bytes. */
	readonly scratch: number;
	readonly end: number;
}

/** Nothing lives at address 0, so that a forgotten pointer does not look like data. */
export const firstAddress = 1024;
/** The kernel counts the planes of a tree in a byte, an entry has 24 bits for where the plane is, and float32 must count categories. */
const mostPlanesOfTree = 256;
const planeBytes = 32;
const mostPlanes = 2 ** 24 / planeBytes;
const mostSetWords = 2 ** 19;
/** An index that is looked up in tables is a byte. */
const mostInTables = 256;
const leavesOfTable = 16;

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

	const planeOfWord = new Int32Array(tables.wordStart[leafStart.length]);
	let nextPlane = 0;
	planeCounts.forEach((count, tree) => {
		for (let word = wordStart[tree]; word < wordStart[tree + 1]; word++) {
			planeOfWord[word] = nextPlane + 4 * (word - wordStart[tree]);
		}
		nextPlane += count;
	});

	const image: number[] = [];
	const here = (): number => firstAddress + 4 * image.length;
	const align = (): number => {
		while (image.length % 4 !== 0) image.push(0);
		return here();
	};
	const sets = here();
	for (const word of tables.setWords) image.push(word);
	const scans = Array.from(slotFeature, (_, slot) => {
		const [start, middle, end] = [tables.testStart[slot], tables.testMiddle[slot], tables.testStart[slot + 1]];
		return [here(), writeScan(tables, middle, end, 1, planeOfWord, image), writeScan(tables, middle - 1, start - 1, -1, planeOfWord, image)];
	});
	const leafTables = counts.map((count, tree) => {
		const address = align();
		writeLeaves(leaves.subarray(leafStart[tree], leafStart[tree] + count), tables.float32Sums, image);
		return address;
	});
	const slots = here();
	scans.forEach((scan, slot) => {
		const kind = tables.slotKinds[slot];
		const set = kind > 3 ? tables.slotSet[slot] : -1;
		const ofSet = set < 0 ? [0, 0] : [sets + 4 * setBounds[set], 32 * (setBounds[set + 1] - setBounds[set])];
		image.push(4 * slotFeature[slot], kind, ...ofSet, ...scan, 0);
	});
	const slotsEnd = here();
	leafTables.forEach((address, tree) => image.push(planeCounts[tree], address));
	const treesEnd = here();
	const planes = align();
	const planesEnd = planes + planeBytes * planeCount;
	return {
		image: Uint32Array.from(image),
		slots,
		slotsEnd,
		trees: slotsEnd,
		treesEnd,
		planes,
		planesEnd,
		scratch: planesEnd,
		end: planesEnd + 128
	};
}

/** Tests from `from` to before `to`, `step` apart; returns the address after them. */
function writeScan(tables: TreeTables, from: number, to: number, step: number, planeOfWord: Int32Array, image: number[]): number {
	const { threshold, word, mask } = tables;
	let test = from;
	while (test !== to) {
		const of = threshold[test];
		const header = image.push(bitsOf(of), 0) - 1;
		for (; test !== to && threshold[test] === of; test += step) {
			for (let byte = 0; byte < 4; byte++) {
				const cleared = (~mask[test] >>> (8 * byte)) & 255;
				if (cleared !== 0) image.push(((planeBytes * (planeOfWord[word[test]] + byte)) << 8) | cleared);
			}
		}
		image[header] = firstAddress + 4 * image.length;
	}
	return firstAddress + 4 * image.length;
}

function writeLeaves(leaves: Float64Array, float32: boolean, image: number[]): void {
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
