// AssemblyScript, compiled by scripts/build-kernels.ts; not part of the TypeScript program.
// QuickScorer with sixteen rows a vector, two vectors at a time: Ye et al., RapidScorer (KDD 2018), scanned outwards from a typical value
// like kernels/trees.ts. A slot of many thresholds is compared by ranks, which are bytes: for 32 rows two comparisons instead of eight and
// the narrowing of their masks. Tables are laid out by kernels/trees-plan.ts, which describes them.

/**
 * Margins of `blocks` times 32 rows; `stride` is the bytes from a row to the next. Writes 32 sums a block to `out`,
 * float32 or float64. `planes` and `scratch` (a slot's numbers and ranks, then places of leaves) are overwritten.
 */
export function score(
	x: usize,
	stride: usize,
	blocks: i32,
	slots: usize,
	slotsEnd: usize,
	trees: usize,
	treesEnd: usize,
	planes: usize,
	planesEnd: usize,
	scratch: usize,
	out: usize,
	float32: bool,
	cutsFirst: bool,
	base: f64
): void {
	for (let block = 0; block < blocks; block++, x += 32 * stride) {
		memory.fill(planes, 0xff, planesEnd - planes);
		for (let slot = slots; slot < slotsEnd; slot += 32) {
			const feature = x + load<u32>(slot);
			fillSlot(slot, feature, stride, scratch, cutsFirst);
			fillSlot(slot, feature + 16 * stride, stride, scratch + 64, cutsFirst);
			const groups: usize = load<u32>(slot, 24);
			if (groups == 0) {
				applySlot(slot, scratch);
				continue;
			}
			rank(groups, scratch, scratch + 128);
			applyRanks(slot, scratch + 128);
		}
		if (float32) {
			const start = f32x4.splat(<f32>base);
			for (let lane: usize = 0; lane < 128; lane += 16) v128.store(out + lane, start);
			sum32(trees, treesEnd, planes, scratch, out);
			out += 128;
			continue;
		}
		for (let half: usize = 0; half < 32; half += 16) {
			const start = f64x2.splat(base);
			for (let lane: usize = 0; lane < 128; lane += 16) v128.store(out + lane, start);
			sum64(trees, treesEnd, planes + half, scratch, out);
			out += 128;
		}
	}
}

function applySlot(slot: usize, numbers: usize): void {
	const a = v128.load(numbers);
	const b = v128.load(numbers, 16);
	const c = v128.load(numbers, 32);
	const d = v128.load(numbers, 48);
	const e = v128.load(numbers, 64);
	const f = v128.load(numbers, 80);
	const g = v128.load(numbers, 96);
	const h = v128.load(numbers, 112);
	let at: usize = load<u32>(slot, 16);
	const middle: usize = load<u32>(slot, 20);
	while (at < middle) {
		const t = v128.load32_splat(at);
		const first = bytes(f32x4.ge(a, t), f32x4.ge(b, t), f32x4.ge(c, t), f32x4.ge(d, t));
		const second = bytes(f32x4.ge(e, t), f32x4.ge(f, t), f32x4.ge(g, t), f32x4.ge(h, t));
		if (!v128.any_true(v128.or(first, second))) break;
		at = clear(at, first, second);
	}
	at = middle;
	const end: usize = load<u32>(slot, 28);
	while (at < end) {
		const t = v128.load32_splat(at);
		const first = bytes(f32x4.lt(a, t), f32x4.lt(b, t), f32x4.lt(c, t), f32x4.lt(d, t));
		const second = bytes(f32x4.lt(e, t), f32x4.lt(f, t), f32x4.lt(g, t), f32x4.lt(h, t));
		if (!v128.any_true(v128.or(first, second))) break;
		at = clear(at, first, second);
	}
}

/**
 * Ranks of 32 rows: how many thresholds of the slot a number reaches, less 128, since only signed bytes compare in one
 * step. The first thresholds of the groups say in which group a number is, the group how far it comes there.
 */
function rank(groups: usize, numbers: usize, ranks: usize): void {
	const a = v128.load(groups);
	const b = v128.load(groups, 16);
	const c = v128.load(groups, 32);
	const d = v128.load(groups, 48);
	for (let lane: usize = 0; lane < 32; lane++) {
		const x = v128.load32_splat(numbers + (lane << 2));
		const before = countReached(x, a, b, c, d);
		const group = groups + (<usize>before << 6);
		const e = v128.load(group, 64);
		const f = v128.load(group, 80);
		const g = v128.load(group, 96);
		const h = v128.load(group, 112);
		store<u8>(ranks + lane, (before << 4) + countReached(x, e, f, g, h) - 128);
	}
}

@inline
function countReached(x: v128, a: v128, b: v128, c: v128, d: v128): i32 {
	return popcnt(i8x16.bitmask(bytes(f32x4.ge(x, a), f32x4.ge(x, b), f32x4.ge(x, c), f32x4.ge(x, d))));
}

/**
 * As `applySlot`, by ranks. The highest and the lowest of them say where the tests end that hit a row at all; up to three
 * more are asked in vain, since four at a time are faster.
 */
function applyRanks(slot: usize, ranks: usize): void {
	const first = v128.load(ranks);
	const second = v128.load(ranks, 16);
	const highest = highestOf(i8x16.max_s(first, second));
	// Of all bytes that there are, ~x is the highest where x is the lowest.
	const lowest = ~highestOf(v128.not(i8x16.min_s(first, second)));
	for (let at: usize = load<u32>(slot, 16); <i32>load<i8>(at, 4) < highest; at += 48) {
		clearReached(at, first, second);
		clearReached(at + 12, first, second);
		clearReached(at + 24, first, second);
		clearReached(at + 36, first, second);
	}
	for (let at: usize = load<u32>(slot, 20); <i32>load<i8>(at, 4) > lowest; at += 48) {
		clearMissed(at, first, second);
		clearMissed(at + 12, first, second);
		clearMissed(at + 24, first, second);
		clearMissed(at + 36, first, second);
	}
}

@inline
function highestOf(x: v128): i32 {
	let high = i8x16.max_s(x, i8x16.shuffle(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
	high = i8x16.max_s(high, i64x2.shr_u(high, 32));
	high = i8x16.max_s(high, i64x2.shr_u(high, 16));
	high = i8x16.max_s(high, i64x2.shr_u(high, 8));
	return i8x16.extract_lane_s(high, 0);
}

@inline
function clearReached(at: usize, first: v128, second: v128): void {
	const number = v128.load32_splat(at, 4);
	clearBits(load<u32>(at), v128.load32_splat(at, 8), i8x16.gt_s(first, number), i8x16.gt_s(second, number));
}

@inline
function clearMissed(at: usize, first: v128, second: v128): void {
	const number = v128.load32_splat(at, 4);
	clearBits(load<u32>(at), v128.load32_splat(at, 8), i8x16.gt_s(number, first), i8x16.gt_s(number, second));
}

@inline
function clearBits(plane: usize, bits: v128, first: v128, second: v128): void {
	v128.store(plane, v128.andnot(v128.load(plane), v128.and(first, bits)));
	v128.store(plane, v128.andnot(v128.load(plane, 16), v128.and(second, bits)), 16);
}

/** Sixteen masks of 32 bits as masks of a byte. */
@inline
function bytes(a: v128, b: v128, c: v128, d: v128): v128 {
	return i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
}

/** Clears leaves of the rows that were hit, by all tests of one threshold; returns where the next threshold is. */
@inline
function clear(at: usize, first: v128, second: v128): usize {
	const end: usize = load<u32>(at, 4);
	at += 8;
	do {
		clearBits(load<u32>(at), v128.load32_splat(at, 4), first, second);
		at += 8;
	} while (at < end);
	return end;
}

/** Sixteen rows' numbers of a slot, as kernels/trees.ts makes them. */
@inline
function fillSlot(slot: usize, x: usize, stride: usize, to: usize, cutsFirst: bool): void {
	const kind = load<u32>(slot, 4);
	const missing: f32 = (kind & 1) == 1 ? -Infinity : Infinity;
	if (kind > 3) {
		for (let lane: usize = 0; lane < 64; lane += 4, x += stride) {
			const written = load<f32>(x);
			const side: f32 = isInSet(slot, written, cutsFirst) ? -Infinity : Infinity;
			store<f32>(to + lane, written != written ? missing : side);
		}
		return;
	}
	for (let lanes: usize = 0; lanes < 64; lanes += 16, x += 4 * stride) {
		let v = v128.load32_zero(x);
		v = v128.load32_lane(x + stride, v, 1);
		v = v128.load32_lane(x + 2 * stride, v, 2);
		v = v128.load32_lane(x + 3 * stride, v, 3);
		let present = f32x4.eq(v, v);
		// LightGBM's bound of zero.
		if (kind > 1) present = v128.and(present, f32x4.gt(f32x4.abs(v), f32x4.splat(1e-35)));
		v128.store(to + lanes, v128.bitselect(v, f32x4.splat(missing), present));
	}
}

@inline
function isInSet(slot: usize, written: f32, cutsFirst: bool): bool {
	const category: f32 = cutsFirst || written >= 0 ? trunc<f32>(written) : -1;
	if (!(category >= 0 && category < <f32>load<u32>(slot, 12))) return false;
	const bit = <u32>category;
	const words: usize = load<u32>(slot, 8);
	return ((load<u32>(words + ((bit >> 5) << 2)) >> (bit & 31)) & 1) == 1;
}

/** Indices of the sixteen leaves of a tree: how many whole planes before the lowest bit, and its place in its own. */
@inline
function findLeaves(plane: usize, count: u32, scratch: usize): v128 {
	let found = v128.load(plane);
	let before = i8x16.splat(0);
	for (let p: u32 = 1; p < count; p++) {
		const none = i8x16.eq(found, i8x16.splat(0));
		before = i8x16.sub(before, none);
		found = v128.or(found, v128.and(v128.load(plane + <usize>(p << 5)), none));
	}
	v128.store(scratch, before);
	return placeOf(found);
}

/** The place of the lowest bit of each byte. */
@inline
function placeOf(found: v128): v128 {
	const lowest = v128.and(found, i8x16.neg(found));
	const high = v128.and(i16x8.shr_u(lowest, 4), i8x16.splat(15));
	// Places of the bits 1, 2, 4 and 8; a swizzle gives 0 for an index past 15.
	const place = i8x16.swizzle(i8x16(0, 0, 1, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0), lowest);
	return v128.or(place, i8x16.swizzle(i8x16(0, 4, 5, 0, 6, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0), high));
}

/** Adds 32 rows' leaves to `out`, tree after tree: two vectors at a time, since each step waits for the one before it. */
function sum32(trees: usize, treesEnd: usize, plane: usize, scratch: usize, out: usize): void {
	for (let tree = trees; tree < treesEnd; tree += 8) {
		const count = load<u32>(tree);
		let leaves: usize = load<u32>(tree, 4);
		if (count > 32) {
			for (let half: usize = 0; half < 32; half += 16) {
				v128.store(scratch, findLeaves(plane + half, count, scratch), 16);
				const to = out + (half << 2);
				for (let lane: usize = 0; lane < 16; lane++) {
					const leaf = load<f32>(leaves + (indexOf(scratch + lane) << 2));
					store<f32>(to + (lane << 2), load<f32>(to + (lane << 2)) + leaf);
				}
			}
			plane += <usize>(count << 5);
			continue;
		}
		let foundI = v128.load(plane);
		let foundJ = v128.load(plane, 16);
		let i = i8x16.splat(0);
		let j = i8x16.splat(0);
		plane += 32;
		for (let p: u32 = 1; p < count; p++, plane += 32) {
			const noneI = i8x16.eq(foundI, i8x16.splat(0));
			const noneJ = i8x16.eq(foundJ, i8x16.splat(0));
			i = i8x16.sub(i, noneI);
			j = i8x16.sub(j, noneJ);
			foundI = v128.or(foundI, v128.and(v128.load(plane), noneI));
			foundJ = v128.or(foundJ, v128.and(v128.load(plane, 16), noneJ));
		}
		i = v128.or(i8x16.shl(i, 3), placeOf(foundI));
		j = v128.or(i8x16.shl(j, 3), placeOf(foundJ));
		// The four bytes of sixteen numbers are in four tables; a swizzle gives 0 for an index that is not in its table.
		let table = v128.load(leaves);
		let aI = i8x16.swizzle(table, i);
		let aJ = i8x16.swizzle(table, j);
		table = v128.load(leaves, 16);
		let bI = i8x16.swizzle(table, i);
		let bJ = i8x16.swizzle(table, j);
		table = v128.load(leaves, 32);
		let cI = i8x16.swizzle(table, i);
		let cJ = i8x16.swizzle(table, j);
		table = v128.load(leaves, 48);
		let dI = i8x16.swizzle(table, i);
		let dJ = i8x16.swizzle(table, j);
		for (let more = (count - 1) >> 1; more > 0; more--) {
			leaves += 64;
			i = i8x16.sub(i, i8x16.splat(16));
			j = i8x16.sub(j, i8x16.splat(16));
			table = v128.load(leaves);
			aI = v128.or(aI, i8x16.swizzle(table, i));
			aJ = v128.or(aJ, i8x16.swizzle(table, j));
			table = v128.load(leaves, 16);
			bI = v128.or(bI, i8x16.swizzle(table, i));
			bJ = v128.or(bJ, i8x16.swizzle(table, j));
			table = v128.load(leaves, 32);
			cI = v128.or(cI, i8x16.swizzle(table, i));
			cJ = v128.or(cJ, i8x16.swizzle(table, j));
			table = v128.load(leaves, 48);
			dI = v128.or(dI, i8x16.swizzle(table, i));
			dJ = v128.or(dJ, i8x16.swizzle(table, j));
		}
		add32(out, aI, bI, cI, dI);
		add32(out + 64, aJ, bJ, cJ, dJ);
	}
}

/** Adds sixteen numbers, of which the four bytes are apart. */
@inline
function add32(out: usize, a: v128, b: v128, c: v128, d: v128): void {
	const abLow = zip8Low(a, b);
	const abHigh = zip8High(a, b);
	const cdLow = zip8Low(c, d);
	const cdHigh = zip8High(c, d);
	v128.store(out, f32x4.add(v128.load(out), zip16Low(abLow, cdLow)));
	v128.store(out, f32x4.add(v128.load(out, 16), zip16High(abLow, cdLow)), 16);
	v128.store(out, f32x4.add(v128.load(out, 32), zip16Low(abHigh, cdHigh)), 32);
	v128.store(out, f32x4.add(v128.load(out, 48), zip16High(abHigh, cdHigh)), 48);
}

function sum64(trees: usize, treesEnd: usize, plane: usize, scratch: usize, out: usize): void {
	for (let tree = trees; tree < treesEnd; tree += 8) {
		const count = load<u32>(tree);
		const leaves: usize = load<u32>(tree, 4);
		v128.store(scratch, findLeaves(plane, count, scratch), 16);
		plane += <usize>(count << 5);
		for (let lane: usize = 0; lane < 16; lane++) {
			const leaf = load<f64>(leaves + (indexOf(scratch + lane) << 3));
			store<f64>(out + (lane << 3), load<f64>(out + (lane << 3)) + leaf);
		}
	}
}

@inline
function indexOf(lane: usize): usize {
	return ((<usize>load<u8>(lane)) << 3) + <usize>load<u8>(lane, 16);
}

@inline
function zip8Low(a: v128, b: v128): v128 {
	return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

@inline
function zip8High(a: v128, b: v128): v128 {
	return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

@inline
function zip16Low(a: v128, b: v128): v128 {
	return i16x8.shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

@inline
function zip16High(a: v128, b: v128): v128 {
	return i16x8.shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}
