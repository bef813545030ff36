const zero = 0x30;
const dash = 0x2d;
const dot = 0x2e;
const colon = 0x3a;
const plus = 0x2b;
const letterT = 0x54;
const letterZ = 0x5a;
const space = 0x20;
const tab = 0x09;

/** The bytes of the last day that was read, YYYY-MM-DD or another of ten bytes, as three words; its midnight. */
const lastDay = { year: 0, month: 0, day: 0, seconds: NaN };

/** Where a date or time that was read ends, and the seconds that it stands for; NaN for none. */
const read = { at: 0, seconds: NaN };

/**
 * Seconds since 1970 of the date that `bytes[start … end - 1]` spells (ASCII), or NaN for anything else:
 *
 *     blank* date ([ T] time zone?)? blank*
 *     date: YYYY-MM-DD, YYYY/MM/DD, DD.MM.YYYY      time: H?H:MM(:SS(.digits)?)?      zone: Z, ±HH:MM, ±HHMM, ±HH
 *
 * A time without a zone is taken as UTC: what counts are hours of the day and differences, and a wall clock that is put
 * forward must not move them. Dates that do not exist are NaN, and so is 24:00; a leap second (:60) is none either. Dates
 * such as 03/04/2024 are not read, since they are two different days on two sides of an ocean.
 */
export function parseDateBytes(bytes: Uint8Array, start: number, end: number): number {
	const length = end - start;
	if (length === 19 || length === 10) {
		const midnight = sameDay(bytes, start);
		const seconds = length === 10 ? 0 : plainTime(bytes, start + 10);
		if (midnight === midnight && seconds >= 0) return midnight + seconds;
	}
	return parseAny(bytes, start, end);
}

/** Midnight of the ten bytes from `at` where they are those read last: rows of a file are mostly of the day of the row before. */
function sameDay(bytes: Uint8Array, at: number): number {
	const year = word(bytes, at);
	const month = word(bytes, at + 4);
	const day = (bytes[at + 8] << 8) | bytes[at + 9];
	if (year === lastDay.year && month === lastDay.month && day === lastDay.day) return lastDay.seconds;
	readDate(bytes, at, at + 10);
	if (read.seconds !== read.seconds) return NaN;
	lastDay.year = year;
	lastDay.month = month;
	lastDay.day = day;
	lastDay.seconds = read.seconds;
	return read.seconds;
}

function word(bytes: Uint8Array, at: number): number {
	return (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
}

/** Seconds of the day that `[ T]HH:MM:SS` from `at` spells; -1 for anything else. */
function plainTime(bytes: Uint8Array, at: number): number {
	if ((bytes[at] !== space && bytes[at] !== letterT) || bytes[at + 3] !== colon || bytes[at + 6] !== colon) return -1;
	const hour = pair(bytes, at + 1);
	const minute = pair(bytes, at + 4);
	const second = pair(bytes, at + 7);
	if (hour > 23 || minute > 59 || second > 59 || (hour | minute | second) < 0) return -1;
	return hour * 3600 + minute * 60 + second;
}

/** The number of two digits; below 0 for others, or above 99. */
function pair(bytes: Uint8Array, at: number): number {
	const tens = bytes[at] - zero;
	const ones = bytes[at + 1] - zero;
	return tens < 0 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
}

/** Whatever the shape. */
function parseAny(bytes: Uint8Array, start: number, end: number): number {
	let from = start;
	let last = end;
	while (from < last && isBlank(bytes[from])) from++;
	while (last > from && isBlank(bytes[last - 1])) last--;
	readDate(bytes, from, last);
	const day = read.seconds;
	if (day !== day || read.at === last) return day;
	const mark = bytes[read.at];
	if (mark !== space && mark !== letterT) return NaN;
	readTime(bytes, read.at + 1, last);
	const seconds = day + read.seconds;
	if (seconds !== seconds || read.at === last) return seconds;
	return seconds - zoneSeconds(bytes, read.at, last);
}

function isBlank(byte: number): boolean {
	return byte === space || byte === tab;
}

/** The number of `count` digits, NaN where there is another byte or the end. */
function digits(bytes: Uint8Array, at: number, count: number, end: number): number {
	if (at + count > end) return NaN;
	let value = 0;
	for (let i = at; i < at + count; i++) {
		const digit = bytes[i] - zero;
		if (!(digit >= 0 && digit <= 9)) return NaN;
		value = value * 10 + digit;
	}
	return value;
}

function readDate(bytes: Uint8Array, at: number, end: number): void {
	const mark = bytes[at + 4];
	read.at = at + 10;
	if (bytes[at + 2] === dot && bytes[at + 5] === dot) {
		read.seconds = secondsOfDay(digits(bytes, at + 6, 4, end), digits(bytes, at + 3, 2, end), digits(bytes, at, 2, end));
	} else if ((mark === dash || mark === 0x2f) && bytes[at + 7] === mark) {
		read.seconds = secondsOfDay(digits(bytes, at, 4, end), digits(bytes, at + 5, 2, end), digits(bytes, at + 8, 2, end));
	} else read.seconds = NaN;
}

/** Of midnight; by Hinnant's days_from_civil, whose years begin in March so that leap days come last. */
function secondsOfDay(year: number, month: number, day: number): number {
	if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month))) return NaN;
	const y = month <= 2 ? year - 1 : year;
	const era = Math.floor(y / 400);
	const yearOfEra = y - era * 400;
	const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
	const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
	return (era * 146_097 + dayOfEra - 719_468) * 86_400;
}

function daysOf(year: number, month: number): number {
	if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
	return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

function readTime(bytes: Uint8Array, from: number, end: number): void {
	let at = from;
	const length = bytes[at + 1] === colon ? 1 : 2;
	const hour = digits(bytes, at, length, end);
	at += length;
	const minute = bytes[at] === colon ? digits(bytes, at + 1, 2, end) : NaN;
	at += 3;
	let second = 0;
	if (at < end && bytes[at] === colon) {
		second = digits(bytes, at + 1, 2, end);
		at += 3;
		if (at < end && bytes[at] === dot) {
			const first = at + 1;
			for (at = first; at < end && bytes[at] >= zero && bytes[at] <= zero + 9; at++);
			// Of more than 9 digits, which no clock has, the first 9 count.
			const count = Math.min(at - first, 9);
			second += count === 0 ? NaN : digits(bytes, first, count, end) / 10 ** count;
		}
	}
	read.at = at;
	read.seconds = hour <= 23 && minute <= 59 && second < 60 ? hour * 3600 + minute * 60 + second : NaN;
}

/** East of Greenwich; NaN unless a zone fills the bytes. */
function zoneSeconds(bytes: Uint8Array, at: number, end: number): number {
	const mark = bytes[at];
	if (mark === letterZ) return at + 1 === end ? 0 : NaN;
	if (mark !== plus && mark !== dash) return NaN;
	const hours = digits(bytes, at + 1, 2, end);
	const rest = at + 3;
	const from = rest < end && bytes[rest] === colon ? rest + 1 : rest;
	const minutes = rest === end ? 0 : from + 2 === end ? digits(bytes, from, 2, end) : NaN;
	if (!(hours <= 23 && minutes <= 59)) return NaN;
	return (mark === dash ? -1 : 1) * (hours * 3600 + minutes * 60);
}
