// AssemblyScript, compiled by scripts/build-kernels.ts; not part of the TypeScript program.
// Copies records and puts cells behind them, as csv/writer.ts does; scores are spelled as in csv/put-score.ts.

/** Where kernels/splice-wasm.ts writes what to splice, and reads how far it came; addresses, but for the numbers named so. */
const rowAt: usize = 0; // number
const rowsAt: usize = 4; // number
/** Of the next byte to copy, counted from `bytesAt`. */
const fromAt: usize = 8; // number
const bytesAt: usize = 12;
const outAt: usize = 16;
const outEndAt: usize = 20;
const rowEndAt: usize = 24;
const rowFieldAt: usize = 28;
const fieldEndAt: usize = 32;
const quotedAt: usize = 36;
const scoresAt: usize = 40;
const decisionsAt: usize = 44;
/** Eight bytes of text a decision, then their lengths. */
const textsAt: usize = 48;
const textsAfterAt: usize = 52;
const delimiterAt: usize = 56; // number
const decimalAt: usize = 60; // number
/** Columns of the file, at least 1. */
const widthAt: usize = 64; // number
/** What a row takes at most beside its own bytes. */
const extraAt: usize = 68; // number
/** 10^0 … 10^22: every one is exactly a double. */
const powersAt: usize = 72;

const done: i32 = 0;
const needsRoom: i32 = 1;
const needsCells: i32 = 2;

const quote: u32 = 0x22;
const blank: u32 = 255;

const digit0: u32 = 0x30;
/** Digits that a scored file gives a probability, and the least number of so many. */
const places: i32 = 9;
const least: f64 = 100000000;
const lastPlainExponent: i32 = -6;

/**
 * Splices rows from `rowAt` on, for which `state` is the address of all the above. Stops with `needsCells` behind the last
 * delimiter before the new cells of a row whose cells the caller must put itself: one whose decision is neither blank nor a
 * text, or whose score is not spelled here.
 */
export function splice(state: usize): i32 {
	const rows = load<u32>(state + rowsAt);
	const bytes = <usize>load<u32>(state + bytesAt);
	const outEnd = <usize>load<u32>(state + outEndAt);
	const rowEnd = <usize>load<u32>(state + rowEndAt);
	const rowField = <usize>load<u32>(state + rowFieldAt);
	const fieldEnd = <usize>load<u32>(state + fieldEndAt);
	const quoted = <usize>load<u32>(state + quotedAt);
	const scores = <usize>load<u32>(state + scoresAt);
	const decisions = <usize>load<u32>(state + decisionsAt);
	const texts = <usize>load<u32>(state + textsAt);
	const count = (<u32>load<u32>(state + textsAfterAt) - <u32>texts) / 12;
	const delimiter = <u8>load<u32>(state + delimiterAt);
	const decimal = <u8>load<u32>(state + decimalAt);
	const width = load<u32>(state + widthAt);
	const extra = <usize>load<u32>(state + extraAt);
	const powers = <usize>load<u32>(state + powersAt);
	let from = load<u32>(state + fromAt);
	let out = <usize>load<u32>(state + outAt);
	for (let row = load<u32>(state + rowAt); row < rows; row++) {
		const slot = <usize>row << 2;
		const end = load<u32>(rowEnd + slot);
		const length = <usize>(end - from);
		if (out + length + extra > outEnd) return stoppedAt(state, row, from, out, needsRoom);
		memory.copy(out, bytes + <usize>from, length);
		out += length;
		from = end;
		const next = load<u32>(rowField + slot, 4);
		const last = <usize>next - 1;
		if (load<u8>(quoted + last) != 0 && load<u32>(fieldEnd + (last << 2)) == end) store<u8>(out++, <u8>quote);
		for (let i = next - load<u32>(rowField + slot); i < width; i++) store<u8>(out++, delimiter);
		store<u8>(out++, delimiter);
		const decision = <u32>load<u8>(decisions + <usize>row);
		const score = load<f64>(scores + (<usize>row << 3));
		const after = decision >= count && decision != blank ? 0 : score != score ? out : putScore(out, score, decimal, powers);
		if (after == 0) return stoppedAt(state, row, from, out, needsCells);
		store<u8>(after, delimiter);
		out = after + 1;
		if (decision != blank) {
			store<u64>(out, load<u64>(texts + (<usize>decision << 3)));
			out += <usize>load<u32>(texts + (<usize>count << 3) + (<usize>decision << 2));
		}
		store<u8>(out++, delimiter);
	}
	return stoppedAt(state, rows, from, out, done);
}

@inline
function stoppedAt(state: usize, row: u32, from: u32, out: usize, why: i32): i32 {
	store<u32>(state + rowAt, row);
	store<u32>(state + fromAt, from);
	store<u32>(state + outAt, <u32>out);
	return why;
}

/** Writes a score and returns where it ends; 0, and it may have written anything, for those that are left to the caller. */
function putScore(out: usize, score: f64, decimal: u8, powers: usize): usize {
	if (!(score >= 1e-14 && score < 1)) return 0;
	let power = places;
	let scaled = score * load<f64>(powers + (<usize>power << 3));
	while (scaled < least) scaled = score * load<f64>(powers + (<usize>++power << 3));
	let digits = <u32>scaled;
	const rest = scaled - <f64>digits;
	if (rest > 0.499999 && rest < 0.500001) return 0;
	if (rest > 0.5) digits++;
	// What rounds up to the next power of ten has ten digits and ends in zeros like any other.
	let count = digits == 1000000000 ? places + 1 : places;
	const exponent = count - 1 - power;
	if (exponent >= 0) return 0;
	while (digits % 10 == 0) {
		digits /= 10;
		count--;
	}
	if (exponent >= lastPlainExponent) {
		store<u8>(out, <u8>digit0);
		store<u8>(out, decimal, 1);
		out += 2;
		for (let zero = exponent + 1; zero < 0; zero++) store<u8>(out++, <u8>digit0);
		return putDigits(out, digits, count);
	}
	// The first digit takes the place before the mark.
	const first = count == 1 ? out : out + 1;
	let end = putDigits(first, digits, count);
	if (count > 1) {
		store<u8>(out, load<u8>(first));
		store<u8>(first, decimal);
	}
	store<u8>(end, 0x65);
	store<u8>(end, 0x2d, 1);
	end += 2;
	return putDigits(end, <u32>-exponent, exponent > -10 ? 1 : 2);
}

@inline
function putDigits(out: usize, digits: u32, count: i32): usize {
	const end = out + <usize>count;
	for (let place = end - 1; place >= out; place--) {
		const tens = digits / 10;
		store<u8>(place, <u8>(digit0 + digits - tens * 10));
		digits = tens;
	}
	return end;
}
