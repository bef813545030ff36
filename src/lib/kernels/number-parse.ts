const PLUS = 0x2b;
const MINUS = 0x2d;
const ZERO = 0x30;
const SPACE = 0x20;
const TAB = 0x09;

/** 10^0 … 10^22: every one is exactly a double. */
const POWERS = Float64Array.from({ length: 23 }, (_, n) => Number(`1e${n}`));
const MAX_EXACT = 2 ** 53;
/** Veltkamp's constant for splitting a double into two halves of 26 bits. */
const SPLIT = 2 ** 27 + 1;

/**
 * The number that `bytes[start … end - 1]` spells, bit-equal to `Number()` of the same text with a decimal point, or NaN
 * for anything that is not a plain finite number:
 *
 *     blank* [+-]? (digit+ (mark digit*)? | mark digit+) ([eE] [+-]? digit+)? blank*
 *
 * where blank is a space or a tab and mark the byte `decimal`. Digits that fit 2^53 take Clinger's fast path (PLDI
 * 1990): one exactly rounded operation on two exact doubles. Up to 19 digits are divided in double-double arithmetic
 * (Dekker 1971), and taken if the error bound cannot change the rounding. The rest, a few in a billion of ordinary data,
 * is left to `Number()`.
 */
export function parseNumberBytes(bytes: Uint8Array, start: number, end: number, decimal: number): number {
	let i = start;
	let last = end;
	while (i < last && (bytes[i] === SPACE || bytes[i] === TAB)) i++;
	while (last > i && (bytes[last - 1] === SPACE || bytes[last - 1] === TAB)) last--;
	if (i === last) return NaN;
	const negative = bytes[i] === MINUS;
	if (negative || bytes[i] === PLUS) i++;

	const from = i;
	// Exact if it ends below 2^53: then no step was rounded.
	let mantissa = 0;
	for (; i < last; i++) {
		const digit = (bytes[i] ?? 0) - ZERO;
		if (digit < 0 || digit > 9) break;
		mantissa = mantissa * 10 + digit;
	}
	let digits = i - from;
	let scale = 0;
	if (i < last && bytes[i] === decimal) {
		const mark = ++i;
		for (; i < last; i++) {
			const digit = (bytes[i] ?? 0) - ZERO;
			if (digit < 0 || digit > 9) break;
			mantissa = mantissa * 10 + digit;
		}
		scale = mark - i;
		digits += i - mark;
	}
	if (digits === 0) return NaN;
	const until = i;
	if (i < last) {
		const exponent = exponentOf(bytes, i, last);
		if (exponent !== exponent) return NaN;
		scale += exponent;
	}

	let value = mantissa < MAX_EXACT ? scaled(mantissa, scale) : scaledLong(bytes, from, until, scale);
	if (value !== value) value = bySpelling(bytes, from, last, decimal);
	return negative ? -value : value;
}

/** The exponent that `bytes[start … end - 1]` spells, its `e` included, cut at ±100,000; NaN when it is none. */
function exponentOf(bytes: Uint8Array, start: number, end: number): number {
	if (bytes[start] !== 0x65 && bytes[start] !== 0x45) return NaN;
	const sign = bytes[start + 1] === MINUS ? -1 : 1;
	let i = start + 1;
	if (i < end && (bytes[i] === MINUS || bytes[i] === PLUS)) i++;
	if (i === end) return NaN;
	let exponent = 0;
	for (; i < end; i++) {
		const digit = (bytes[i] ?? 0) - ZERO;
		if (digit < 0 || digit > 9) return NaN;
		exponent = Math.min(exponent * 10 + digit, 100_000);
	}
	return sign * exponent;
}

/** `mantissa · 10^scale` where one operation rounds it right, else NaN. `mantissa` is an exact integer. */
function scaled(mantissa: number, scale: number): number {
	if (scale === 0 || mantissa === 0) return mantissa;
	if (scale < 0) return scale >= -22 ? mantissa / (POWERS[-scale] ?? NaN) : NaN;
	return scale <= 22 ? mantissa * (POWERS[scale] ?? NaN) : NaN;
}

/**
 * As {@link scaled} for digits past 2^53: those in `bytes[start … end - 1]`, whatever is between them, times 10^scale.
 * NaN for more than 19 significant ones.
 */
function scaledLong(bytes: Uint8Array, start: number, end: number, scale: number): number {
	if (scale > 0 || scale < -22) return NaN;
	// The first 15 digits that count, and up to four more: high · 10^lowDigits + low.
	let high = 0;
	let low = 0;
	let significant = 0;
	for (let i = start; i < end; i++) {
		const digit = (bytes[i] ?? 0) - ZERO;
		if (digit < 0 || digit > 9) continue;
		if (significant > 0 || digit > 0) significant++;
		if (significant <= 15) high = high * 10 + digit;
		else low = low * 10 + digit;
	}
	if (significant > 19) return NaN;
	const shift = POWERS[significant - 15] ?? NaN;
	// head + tail is the integer, exactly: both halves of `high` times `shift` fit 53 bits.
	const upper = Math.floor(high / 0x2000000);
	const a = upper * shift * 0x2000000;
	const b = (high - upper * 0x2000000) * shift + low;
	const head = a + b;
	const tail = b - (head - a);
	if (scale === 0) return head;
	const power = POWERS[-scale] ?? NaN;
	const quotient = head / power;
	// product + error is quotient · power, exactly (Dekker's product).
	const product = quotient * power;
	const q1 = quotient * SPLIT - (quotient * SPLIT - quotient);
	const q0 = quotient - q1;
	const p1 = power * SPLIT - (power * SPLIT - power);
	const p0 = power - p1;
	const error = q0 * p0 - (product - q1 * p1 - q0 * p1 - q1 * p0);
	const correction = (head - product - error + tail) / power;
	// The correction is off by far less than 2^-96 of the quotient: if that cannot move the rounding, it is right.
	const doubt = quotient * 2 ** -96;
	const value = quotient + (correction + doubt);
	return value === quotient + (correction - doubt) ? value : NaN;
}

/** Leaves the rounding to `Number()`; NaN when the number is too large for a double. */
function bySpelling(bytes: Uint8Array, start: number, end: number, decimal: number): number {
	let text = '';
	for (let i = start; i < end; i++) {
		const b = bytes[i] ?? 0;
		text += b === decimal ? '.' : String.fromCharCode(b);
	}
	const value = Number(text);
	return Number.isFinite(value) ? value : NaN;
}
