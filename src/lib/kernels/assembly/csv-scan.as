// AssemblyScript, compiled by scripts/build-kernels.ts; not part of the TypeScript program.
// The records and fields of kernels/csv-scan.ts and, in the same pass, the numbers of kernels/number-parse.ts.

/** Where kernels/csv-scan-wasm.ts writes what it knows, and reads how far a scan came; addresses, but for the numbers named so. */
const rowsAt: usize = 64; // number
const positionAt: usize = 68; // number
const rowCapacityAt: usize = 72; // number
const fieldCapacityAt: usize = 76; // number
const rowStartAt: usize = 80;
const rowEndAt: usize = 84;
const rowFieldAt: usize = 88;
const fieldStartAt: usize = 92;
const fieldEndAt: usize = 96;
const quotedAt: usize = 100;
/** Of an address a field of the record: where its numbers go, or 0. */
const columnsAt: usize = 104;
const columnsEndAt: usize = 108;
const delimiterAt: usize = 112; // number
const decimalAt: usize = 116; // number
/** 1 once a number was left to the caller. */
const leftAt: usize = 120; // number
/** Powers of five from 5^-64 to 5^64: 128 bits from the highest set one on, upper half first. */
const fivesAt: usize = 124;

const full: i32 = 0;
const starved: i32 = 1;
const tooLong: i32 = 2;
const needsRows: i32 = 3;
const needsFields: i32 = 4;

const lf: u32 = 0x0a;
const cr: u32 = 0x0d;
const quote: u32 = 0x22;
const plus: u32 = 0x2b;
const minus: u32 = 0x2d;

const notANumber: u64 = 0x7ff8000000000000;
/** Stands for a number that the caller must read itself. */
const left: u64 = 0x7ff8deadfeed0000;
const maxFive: i32 = 64;
/** Bits of a double that are behind the point of its significand. */
const fraction: u64 = 0x000fffffffffffff;

/** 10^0 … 10^22: every one is exactly a double. */
const powers = memory.data<f64>([
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
]);
const integerPowers = memory.data<u64>([
	1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
	10000000000000, 100000000000000, 1000000000000000, 10000000000000000
]);
/** The 16 bytes from the n-th on keep the last n of a vector. */
const lastBytes = memory.data<u8>([
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255
]);

/** skipBlankLines and quotedField need more bytes to tell. */
let undecided: bool = false;
/** 1 for a field without doubled quotes, 2 for one with. */
let quotes: u32 = 0;

/** See `CsvScanner.scan`. Up to 32 bytes before `base` and 64 after `base + size` are loaded, but do not matter. */
export function scan(base: usize, size: u32, final: bool, maxRows: u32, maxBatchBytes: u32, maxRecordBytes: u32): i32 {
	const end = base + <usize>size;
	const delimiter = load<u32>(delimiterAt);
	const rowCapacity = load<u32>(rowCapacityAt);
	const rowStart = <usize>load<u32>(rowStartAt);
	const rowEnd = <usize>load<u32>(rowEndAt);
	let rows = load<u32>(rowsAt);
	let at = base + <usize>load<u32>(positionAt);
	while (true) {
		at = skipBlankLines(at, end, delimiter, final);
		const start = <u32>(at - base);
		store<u32>(positionAt, start);
		if (undecided) return starvedAt(start, rows, size, maxBatchBytes, maxRecordBytes);
		if (rows + 2 > rowCapacity) return needsRows;
		const slot = <usize>rows << 2;
		store<u32>(rowStart + slot, start);
		if (at == end || rows == maxRows) return full;
		const next = record(at, base, end, final, rows);
		if (next == 0) return starvedAt(start, rows, size, maxBatchBytes, maxRecordBytes);
		if (next == 1) return needsFields;
		const recordEnd = load<u32>(rowEnd + slot);
		if (rows > 0 && recordEnd > maxBatchBytes) return full;
		if (recordEnd - start > maxRecordBytes) return rows > 0 ? full : tooLong;
		store<u32>(rowsAt, ++rows);
		at = next;
		store<u32>(positionAt, <u32>(at - base));
	}
}

function starvedAt(start: u32, rows: u32, size: u32, maxBatchBytes: u32, maxRecordBytes: u32): i32 {
	const before = rows > 0 ? load<u32>(<usize>load<u32>(rowEndAt) + (<usize>(rows - 1) << 2)) : 0;
	const long = max<u32>(start - before, size - start) > maxRecordBytes;
	if (rows == 0) return long ? tooLong : starved;
	store<u32>(<usize>load<u32>(rowStartAt) + (<usize>rows << 2), start);
	return long || (start < size && size > maxBatchBytes) ? full : starved;
}

function skipBlankLines(from: usize, end: usize, delimiter: u32, final: bool): usize {
	undecided = false;
	let i = from;
	for (; i < end; i++) {
		const b = <u32>load<u8>(i);
		if (b == lf || b == cr) continue;
		if (b != quote || (i + 1 < end && load<u8>(i, 1) != <u8>quote)) return i;
		let j = i + 2;
		while (j < end && isBlank(load<u8>(j)) && <u32>load<u8>(j) != delimiter) j++;
		if (j >= end) {
			if (final) return end;
			undecided = true;
			return i;
		}
		if (<u32>load<u8>(j) != lf && <u32>load<u8>(j) != cr) return i;
		i = j;
	}
	undecided = !final;
	return end;
}

/** Scans the record at `start`. Returns where the next line begins, 0 when it needs more bytes, 1 when it needs more room for fields. */
function record(start: usize, base: usize, end: usize, final: bool, row: u32): usize {
	const delimiter = load<u32>(delimiterAt);
	const decimal = load<u32>(decimalAt);
	const fieldStart = <usize>load<u32>(fieldStartAt);
	const fieldEnd = <usize>load<u32>(fieldEndAt);
	const quoted = <usize>load<u32>(quotedAt);
	const capacity = load<u32>(fieldCapacityAt);
	const columnsEnd = <usize>load<u32>(columnsEndAt);
	const rowField = <usize>load<u32>(rowFieldAt) + (<usize>row << 2);
	const cell = <usize>row << 3;
	// Where both are the same byte, it ends every unquoted field; a digit is never the first byte that is none.
	const marks = i8x16.splat(<i8>(decimal == delimiter ? 0x30 : decimal));
	let column = <usize>load<u32>(columnsAt);
	let field = load<u32>(rowField);
	let p = start;
	let b: u32 = 0;
	while (true) {
		if (field == capacity) return 1;
		let out: usize = 0;
		if (column < columnsEnd) {
			out = <usize>load<u32>(column);
			column += 4;
		}
		const slot = <usize>field << 2;
		if (out != 0) {
			out += cell;
			// Bits of 32 bytes say where the number ends: no branch depends on how long it is.
			const negative = <u32>(<u32>load<u8>(p) == minus);
			const low = v128.load(p);
			const high = v128.load(p, 16);
			const zero = i8x16.splat(0x30);
			const ten = i8x16.splat(10);
			const others =
				(<u32>i8x16.bitmask(i8x16.ge_u(i8x16.sub(low, zero), ten)) |
					(<u32>i8x16.bitmask(i8x16.ge_u(i8x16.sub(high, zero), ten)) << 16)) ^
				negative;
			const points = <u32>i8x16.bitmask(i8x16.eq(low, marks)) | (<u32>i8x16.bitmask(i8x16.eq(high, marks)) << 16);
			const first = <u32>ctz(others);
			const marked = (others & (0 - others) & points) != 0;
			const length = select<u32>(<u32>ctz(others & (others - 1)), first, marked);
			const whole = first - negative;
			const digits = select<u32>(length - first - 1, whole, marked);
			const before = select<u32>(whole, 0, marked);
			b = <u32>load<u8>(p + <usize>length);
			if (
				<u32>(<usize>length < end - p) & <u32>(digits <= 16) & <u32>(before <= 8) & <u32>(digits + before - 1 < 18) &
				(<u32>(b == delimiter) | <u32>(b == lf) | <u32>(b == cr))
			) {
				const unsigned = p + <usize>negative;
				const integer = before == 1 ? <u64>(load<u8>(unsigned) - 0x30) : eight(unsigned, before);
				const mantissa = sixteen(p + <usize>length, digits) + integer * load<u64>(integerPowers + (<usize>digits << 3));
				const scale = select<u32>(digits, 0, marked);
				let bits: u64;
				if (digits > 14) bits = quotient(mantissa, scale);
				else if (mantissa >> 53 == 0) bits = reinterpret<u64>(<f64>(<i64>mantissa) / load<f64>(powers + (<usize>scale << 3)));
				else bits = rounded(mantissa, -(<i32>scale));
				store<u64>(out, bits | (<u64>negative << 63));
				const from = <u32>(p - base);
				store<u32>(fieldStart + slot, from);
				store<u32>(fieldEnd + slot, from + length);
				store<u8>(quoted + <usize>field, 0);
				field++;
				p += <usize>length;
				if (b != delimiter) break;
				p++;
				continue;
			}
		}
		b = 0;
		if (p < end && <u32>load<u8>(p) == quote) {
			const after = quotedField(p + 1, end, delimiter, final);
			if (undecided) return 0;
			store<u32>(fieldStart + slot, <u32>(p + 1 - base));
			store<u32>(fieldEnd + slot, <u32>(closing - base));
			store<u8>(quoted + <usize>field, <u8>quotes);
			if (out != 0) store<u64>(out, number(p + 1, closing, decimal));
			p = after;
		} else {
			const after = unquotedEnd(p, end, delimiter);
			store<u32>(fieldStart + slot, <u32>(p - base));
			store<u32>(fieldEnd + slot, <u32>(after - base));
			store<u8>(quoted + <usize>field, 0);
			if (out != 0) store<u64>(out, number(p, after, decimal));
			p = after;
		}
		field++;
		if (p >= end) {
			if (!final) return 0;
			break;
		}
		b = <u32>load<u8>(p);
		if (b != delimiter) break;
		p++;
	}
	store<u32>(<usize>load<u32>(rowEndAt) + (<usize>row << 2), <u32>(p - base));
	store<u32>(rowField, field, 4);
	for (; column < columnsEnd; column += 4) {
		const out = <usize>load<u32>(column);
		if (out != 0) store<u64>(out + cell, notANumber);
	}
	if (p >= end) return end;
	return <u32>load<u8>(p) == cr && p + 1 < end && <u32>load<u8>(p, 1) == lf ? p + 2 : p + 1;
}

/** The number that the `count` digits before `end` spell, up to sixteen. */
@inline
function sixteen(end: usize, count: u32): u64 {
	const digits = v128.and(i8x16.sub(v128.load(end - 16), i8x16.splat(0x30)), v128.load(lastBytes + <usize>count));
	const places = i16x8(1000, 100, 10, 1, 1000, 100, 10, 1);
	const pairs = i16x8.narrow_i32x4_s(
		i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(digits), places),
		i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(digits), places)
	);
	const fours = i32x4.dot_i16x8_s(pairs, i16x8.splat(1));
	const eights = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_s(fours, fours), i16x8(10000, 1, 10000, 1, 10000, 1, 10000, 1));
	const both = <u64>i64x2.extract_lane(eights, 0);
	return (both & 0xffffffff) * 100000000 + (both >> 32);
}

/** The number that the first `count` digits at `start` spell, up to eight. */
@inline
function eight(start: usize, count: u32): u64 {
	// Two shifts, since one by 64 bits would be none.
	const half = <u64>((8 - count) << 2);
	let digits = ((load<u64>(start) - 0x3030303030303030) << half) << half;
	digits = digits * 10 + (digits >> 8);
	return ((digits & 0x000000ff000000ff) * 0x000f424000000064 + ((digits >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >> 32;
}

/** Where quotedField found the quote that ends the field. */
let closing: usize = 0;

/** Scans a quoted field from behind its first quote; see kernels/csv-scan.ts. Sets `closing`, `quotes` and `undecided`. */
function quotedField(from: usize, end: usize, delimiter: u32, final: bool): usize {
	undecided = false;
	quotes = 1;
	let i = from;
	while (true) {
		i = nextQuote(i, end);
		if (i >= end) {
			undecided = !final;
			closing = end;
			return end;
		}
		if (i + 1 < end && <u32>load<u8>(i, 1) == quote) {
			quotes = 2;
			i += 2;
			continue;
		}
		let after = i + 1;
		while (after < end && <u32>load<u8>(after) != delimiter && isBlank(load<u8>(after))) after++;
		if (after >= end && !final) {
			undecided = true;
			return end;
		}
		const b = <u32>load<u8>(after);
		if (after >= end || b == delimiter || b == lf || b == cr) {
			closing = i;
			return after;
		}
		i++;
	}
}

function nextQuote(from: usize, end: usize): usize {
	const wanted = i8x16.splat(<i8>quote);
	for (let i = from; i < end; i += 16) {
		const found = i8x16.bitmask(i8x16.eq(v128.load(i), wanted));
		if (found != 0) return min<usize>(i + <usize>ctz(found), end);
	}
	return end;
}

function unquotedEnd(from: usize, end: usize, delimiter: u32): usize {
	const separators = i8x16.splat(<i8>delimiter);
	for (let i = from; i < end; i += 16) {
		const bytes = v128.load(i);
		const ends = v128.or(
			i8x16.eq(bytes, separators),
			v128.or(i8x16.eq(bytes, i8x16.splat(<i8>lf)), i8x16.eq(bytes, i8x16.splat(<i8>cr)))
		);
		const found = i8x16.bitmask(ends);
		if (found != 0) return min<usize>(i + <usize>ctz(found), end);
	}
	return end;
}

/** The bits of `parseNumberBytes`, or `left` for what is left to it: over nineteen digits that count, or a far exponent. */
function number(start: usize, end: usize, mark: u32): u64 {
	let i = start;
	let last = end;
	while (i < last && isSpace(load<u8>(i))) i++;
	while (last > i && isSpace(load<u8>(last - 1))) last--;
	if (i == last) return notANumber;
	const negative = <u32>load<u8>(i) == minus;
	if (negative || <u32>load<u8>(i) == plus) i++;
	let mantissa: u64 = 0;
	let significant: u32 = 0;
	const from = i;
	for (; i < last; i++) {
		const digit = <u32>load<u8>(i) - 0x30;
		if (digit > 9) break;
		mantissa = mantissa * 10 + <u64>digit;
		significant += <u32>((significant | digit) != 0);
	}
	let digits = i - from;
	let scale: i32 = 0;
	if (i < last && <u32>load<u8>(i) == mark) {
		const after = ++i;
		for (; i < last; i++) {
			const digit = <u32>load<u8>(i) - 0x30;
			if (digit > 9) break;
			mantissa = mantissa * 10 + <u64>digit;
			significant += <u32>((significant | digit) != 0);
		}
		scale = <i32>after - <i32>i;
		digits += i - after;
	}
	if (digits == 0) return notANumber;
	if (i < last) {
		if ((<u32>load<u8>(i++) | 0x20) != 0x65) return notANumber;
		if (i == last) return notANumber;
		const sign = <u32>load<u8>(i);
		if (sign == minus || sign == plus) i++;
		if (i == last) return notANumber;
		let exponent: i32 = 0;
		for (; i < last; i++) {
			const digit = <u32>load<u8>(i) - 0x30;
			if (digit > 9) return notANumber;
			exponent = min<i32>(exponent * 10 + <i32>digit, 100000);
		}
		scale += sign == minus ? -exponent : exponent;
	}
	if (significant > 19) return leave();
	let bits: u64;
	if (mantissa == 0) bits = 0;
	else if (mantissa >> 53 == 0 && scale >= -22 && scale <= 22) {
		const value = <f64>(<i64>mantissa);
		bits = reinterpret<u64>(
			scale < 0 ? value / load<f64>(powers + (<usize>-scale << 3)) : value * load<f64>(powers + (<usize>scale << 3))
		);
	} else if (scale >= -maxFive && scale <= maxFive) bits = rounded(mantissa, scale);
	else return leave();
	return bits | (<u64>negative << 63);
}

/**
 * The double nearest to `mantissa / 10^scale`, for mantissas below 10^18 and a scale of 0, 15 or 16. A quotient of doubles is
 * off by less than one and a half units of its last place, and by how many the remainder tells, which a whole number of 64
 * bits holds although its terms overflow it. There are no ties: a mantissa that is a multiple of 5^15 has a quotient that is
 * a double, and without a scale the conversion breaks them. Faster than `rounded`, and than a branch on whether a double
 * holds the mantissa, which half of such numbers would take.
 */
@inline
function quotient(mantissa: u64, scale: u32): u64 {
	const power = load<u64>(integerPowers + (<usize>scale << 3));
	const bits = reinterpret<u64>(<f64>(<i64>mantissa) / load<f64>(powers + (<usize>scale << 3)));
	const shift = 1075 - (bits >> 52);
	// Units have another size on the other side of a binade's end, and 64 bits hold so many at most; 0 is among these, too.
	if (<u32>(shift - 1 > 61) | <u32>(((bits + 2) & fraction) < 5)) return mantissa == 0 ? 0 : rounded(mantissa, -(<i32>scale));
	const twice = <i64>((mantissa << shift) - ((bits & fraction) | (fraction + 1)) * power) << 1;
	const sign = twice >> 63;
	// One more or less where the remainder is more than half a unit; no branch, which would often be guessed wrong.
	return bits + <u64>((<i64>(power - <u64>((twice ^ sign) - sign)) >> 63) & (sign | 1));
}

function leave(): u64 {
	store<u32>(leftAt, 1);
	return left;
}

/**
 * The double nearest to `mantissa · 10^scale`, for a mantissa above 0 and -64 ≤ scale ≤ 64: Lemire, Number Parsing at a
 * Gigabyte per Second (Software: Practice and Experience 2021), without its fallback, which Mushtak and Lemire (2023)
 * showed never to be needed for mantissas of 64 bits.
 */
function rounded(mantissa: u64, scale: i32): u64 {
	const shift = clz(mantissa);
	const w = mantissa << shift;
	const five = <usize>load<u32>(fivesAt) + (<usize>(scale + maxFive) << 4);
	const upper = load<u64>(five);
	let high = productHigh(w, upper);
	let low = w * upper;
	if ((high & 0x1ff) == 0x1ff) {
		const more = productHigh(w, load<u64>(five, 8));
		low += more;
		if (more > low) high++;
	}
	const top = high >> 63;
	let significand = high >> (top + 9);
	let exponent = ((217706 * <i64>scale) >> 16) + 63 + <i64>top - <i64>shift + 1023;
	// A tie between two doubles goes to the even one.
	if (low <= 1 && scale >= -4 && scale <= 23 && (significand & 3) == 1 && significand << (top + 9) == high) significand &= ~(<u64>1);
	significand = (significand + (significand & 1)) >> 1;
	if (significand >= (<u64>1 << 53)) {
		significand = <u64>1 << 52;
		exponent++;
	}
	return (significand & 0x000fffffffffffff) | (<u64>exponent << 52);
}

/** The upper 64 bits of a product. */
@inline
function productHigh(a: u64, b: u64): u64 {
	const aLow = a & 0xffffffff;
	const aHigh = a >> 32;
	const bLow = b & 0xffffffff;
	const bHigh = b >> 32;
	const cross = aLow * bHigh;
	const middle = aHigh * bLow + ((aLow * bLow) >> 32) + (cross & 0xffffffff);
	return aHigh * bHigh + (middle >> 32) + (cross >> 32);
}

@inline
function isSpace(b: u8): bool {
	return b == 0x20 || b == 0x09;
}

@inline
function isBlank(b: u8): bool {
	return isSpace(b) || b == 0x0c;
}
