// AssemblyScript, compiled by scripts/build-kernels.ts; not part of the TypeScript program.
// QuickScorer with sixteen rows a vector, two vectors at a time: Ye et al., RapidScorer (KDD 2018), scanned outwards from a typical value like
// kernels/trees.ts. Tables are laid out by kernels/trees-plan.ts, which describes them.

/**
 * Margins of `blocks` times 32 rows; `stride` is the bytes from a row to the next. Writes 32 sums a block to `out`,
 * float32 or float64. `planes` and `scratch` (a slot's numbers, then places of leaves) are overwritten.
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
			applySlot(slot, scratch, planes);
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

function applySlot(slot: usize, numbers: usize, planes: usize): void {
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
		at = clear(at, first, second, planes);
	}
	at = middle;
	const end: usize = load<u32>(slot, 24);
	while (at < end) {
		const t = v128.load32_splat(at);
		const first = bytes(f32x4.lt(a, t), f32x4.lt(b, t), f32x4.lt(c, t), f32x4.lt(d, t));
		const second = bytes(f32x4.lt(e, t), f32x4.lt(f, t), f32x4.lt(g, t), f32x4.lt(h, t));
		if (!v128.any_true(v128.or(first, second))) break;
		at = clear(at, first, second, planes);
	}
}

/** Sixteen masks of 32 bits as masks of a byte. */
@inline
function bytes(a: v128, b: v128, c: v128, d: v128): v128 {
	return i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
}

/** Clears leaves of the rows that were hit, by all tests of one threshold; returns where the next threshold is. */
@inline
function clear(at: usize, first: v128, second: v128, planes: usize): usize {
	const end: usize = load<u32>(at, 4);
	for (at += 8; at < end; at += 4) {
		// The low byte is the bits to clear, the rest where the plane is.
		const bits = v128.load8_splat(at);
		const plane = planes + (<usize>load<u32>(at) >> 8);
		v128.store(plane, v128.andnot(v128.load(plane), v128.and(first, bits)));
		v128.store(plane, v128.andnot(v128.load(plane, 16), v128.and(second, bits)), 16);
	}
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
