/** A cell that is an ordinary number with decimals, which may well have sixteen of them. */
const decimalNumber = /^\s*[-+]?[0-9]{0,11}[.,][0-9]+\s*$/;

/** Digits in groups with single spaces or dashes between them, but for those after a decimal point. */
const digitGroups = /(?<![0-9]|[0-9]\.)[0-9]+(?:[ -][0-9]+)*/g;

/** Whatever has fewer digits in a row, spaces and dashes between them not counted, is left alone by all that hides numbers. */
export const fewestDigits = 11;

const shortest = 12;
const longest = 19;
/** A card number is written in groups of four or more, only the last may be shorter: dates and times are none. */
const shortestGroup = 4;

/** What stands for a card number, from its digits. */
type NameOf = (digits: string) => string;

const lastFour: NameOf = (digits) => `…${digits.slice(-4)}`;

/**
 * Hides the middle of whatever looks like a full card number, alone or within other text: 12 to 19 digits, spaces or
 * dashes between groups of them allowed, that pass the Luhn check (ISO/IEC 7812-1, annex B). Its last four digits stay,
 * or what `nameOf` makes of the digits. Any other text comes back as it is.
 */
export function maskCardNumber(text: string, nameOf: NameOf = lastFour): string {
	if (text.length < shortest || decimalNumber.test(text)) return text;
	const alone = masked(text, nameOf);
	return alone ?? text.replace(digitGroups, (written) => maskGroups(written, nameOf));
}

/** Eleven digits or more in one piece, but for those after a decimal point. */
const longRun = /(?<![0-9]|[0-9]\.)[0-9]{11,}/g;
/** A cell that is one long number, in groups or not. */
const longNumber = /^[ \t]*[0-9](?:[ -]?[0-9]){10,18}[ \t]*$/;

/**
 * Hides the middle of whatever may be a card number, check digit or not: for texts that may have come from a column of card
 * numbers. Cards of some issuers, and all invented ones, fail the Luhn check or are shorter.
 */
export function maskLongNumbers(text: string, nameOf: NameOf = lastFour): string {
	if (longNumber.test(text)) return nameOf(text.replace(/[ \t-]/g, ''));
	if (text.length < shortest - 1 || decimalNumber.test(text)) return text;
	return maskCardNumber(text, nameOf).replace(longRun, nameOf);
}

/** Masks the longest card numbers that groups of digits make together, from the left. */
function maskGroups(written: string, nameOf: NameOf): string {
	if (written.length < shortest) return written;
	if (!/[ -]/.test(written)) return masked(written, nameOf) ?? written;
	const groups = written.split(/(?<=[ -])/);
	let result = '';
	for (let from = 0; from < groups.length; ) {
		const found = longestFrom(groups, from, nameOf);
		result += found?.text ?? groups[from];
		from = found?.end ?? from + 1;
	}
	return result;
}

function longestFrom(
	groups: readonly string[],
	from: number,
	nameOf: NameOf
): { readonly text: string; readonly end: number } | null {
	for (let end = groups.length; end > from; end--) {
		const inner = groups.slice(from, end - 1);
		if (inner.some((group) => group.length <= shortestGroup)) continue;
		const text = masked(groups.slice(from, end).join(''), nameOf);
		if (text !== null) return { text, end };
	}
	return null;
}

/** The masked form of a text that is a card number and nothing else; a space or dash at its end stays. Null for others. */
function masked(text: string, nameOf: NameOf): string | null {
	if (text.length > 2 * longest + 2) return null;
	const digits = text.replace(/[ -]/g, '');
	if (digits.length < shortest || digits.length > longest || !/^[0-9]+$/.test(digits) || !passesLuhn(digits)) return null;
	return `${nameOf(digits)}${/[ -]$/.exec(text)?.[0] ?? ''}`;
}

/**
 * Whether {@link maskCardNumber} may find anything in a text, or in cells with delimiters between them, of which the UTF-8 is
 * `bytes[start … end - 1]`: false only where it finds nothing for sure, after a look at part of the bytes.
 */
export function mayHoldCardNumber(bytes: Uint8Array, start: number, end: number): boolean {
	let digits = 0;
	// As long as there is room for enough digits: most of a cell need not be looked at.
	for (let i = start; end - i >= shortest - digits; i++) {
		const byte = bytes[i];
		if (isDigit(byte)) {
			if (++digits === shortest) return true;
		} else if (byte !== 0x20 && byte !== 0x2d) {
			digits = 0;
			// Digits after a decimal point are passed over, as in `digitGroups`.
			if (byte === 0x2e && i > start && isDigit(bytes[i - 1])) while (end - i > shortest && isDigit(bytes[i + 1])) i++;
		}
	}
	return false;
}

function isDigit(byte: number): boolean {
	return byte >= 0x30 && byte <= 0x39;
}

/** Whether the last digit is the check digit of those before it; false for anything but digits. */
export function passesLuhn(digits: string): boolean {
	if (!/^[0-9]+$/.test(digits)) return false;
	let sum = 0;
	for (let i = 0; i < digits.length; i++) {
		const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
		const doubled = i % 2 === 1 ? digit * 2 : digit;
		sum += doubled > 9 ? doubled - 9 : doubled;
	}
	return sum % 10 === 0;
}

/** The same of digits as ASCII, `bytes[start … end - 1]`. */
export function passesLuhnBytes(bytes: Uint8Array, start: number, end: number): boolean {
	let sum = 0;
	for (let i = end - 1, doubles = false; i >= start; i--, doubles = !doubles) {
		const digit = bytes[i] - 0x30;
		sum += !doubles ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
	}
	return sum % 10 === 0;
}
