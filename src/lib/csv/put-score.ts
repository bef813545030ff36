import { scoreText } from './score-text';

/** Room that {@link putScore} needs: 24 characters are the longest a number has as text. */
export const scoreBytes = 24;

/** Digits that a scored file gives a probability. */
const places = 9;
const least = 10 ** (places - 1);
/** All powers of ten that a double holds exactly. */
const powersOfTen = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
/** Where a number turns into exponents when it is written by JavaScript. */
const lastPlainExponent = -6;

const [digit0, minus, letterE] = [0x30, 0x2d, 0x65];

/**
 * Writes `scoreText(probability, decimal)` at `out[at]` and returns where it ends; nothing for NaN. The bytes are the same,
 * without a string for what scores are: from 10⁻¹⁴ to below 1.
 *
 * A probability times a power of ten of at most 10²², which is exact, is off by half a unit in the last place: below
 * 1.2·10⁻⁷ for nine digits. So the digits are certain unless what is behind them is that close to a half.
 */
export function putScore(out: Uint8Array, at: number, probability: number, decimal: '.' | ','): number {
	if (!(probability >= 1e-14 && probability < 1)) return putText(out, at, probability, decimal);
	let power = places;
	let scaled = probability * powersOfTen[power];
	while (scaled < least) scaled = probability * powersOfTen[++power];
	let digits = Math.floor(scaled);
	const rest = scaled - digits;
	if (rest > 0.499999 && rest < 0.500001) return putText(out, at, probability, decimal);
	if (rest > 0.5) digits++;
	// What rounds up to the next power of ten has ten digits and ends in zeros like any other.
	let count = digits === 10 * least ? places + 1 : places;
	const exponent = count - 1 - power;
	while (digits % 10 === 0) {
		digits = (digits / 10) | 0;
		count--;
	}
	if (exponent >= 0) return putText(out, at, probability, decimal);
	const mark = decimal === '.' ? 0x2e : 0x2c;
	if (exponent >= lastPlainExponent) {
		out[at++] = digit0;
		out[at++] = mark;
		for (let zero = exponent + 1; zero < 0; zero++) out[at++] = digit0;
		return putDigits(out, at, digits, count);
	}
	// The first digit takes the place before the mark.
	const first = count === 1 ? at : at + 1;
	const end = putDigits(out, first, digits, count);
	if (count > 1) {
		out[at] = out[first];
		out[first] = mark;
	}
	out[end] = letterE;
	out[end + 1] = minus;
	return putDigits(out, end + 2, -exponent, exponent > -10 ? 1 : 2);
}

function putDigits(out: Uint8Array, at: number, digits: number, count: number): number {
	const end = at + count;
	for (let place = end - 1; place >= at; place--) {
		const tens = (digits / 10) | 0;
		out[place] = digit0 + digits - tens * 10;
		digits = tens;
	}
	return end;
}

function putText(out: Uint8Array, at: number, probability: number, decimal: '.' | ','): number {
	const text = scoreText(probability, decimal);
	for (let i = 0; i < text.length; i++) out[at + i] = text.charCodeAt(i);
	return at + text.length;
}
