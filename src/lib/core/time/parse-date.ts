const date = /^[ \t]*(?:(\d{4})([-/])(\d{2})\2(\d{2})|(\d{2})\.(\d{2})\.(\d{4}))(.*?)[ \t]*$/s;
const time = /^[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(.*)$/s;
const zone = /^([+-])(\d{2})(?::?(\d{2}))?$/;

/**
 * Seconds since 1970 of a date, NaN for what is none: `YYYY-MM-DD`, `YYYY/MM/DD` or `DD.MM.YYYY`, alone or with a blank or
 * a `T` and `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fff`, which may end in `Z` or `±HH:MM`. Blanks around it do not matter.
 *
 * A time without a zone is taken as UTC: what counts are hours of the day and differences, and a wall clock that is put
 * forward must not move them. Dates that do not exist (30 February, 24:00) are NaN. `03/04/2024` is not read: it is in March
 * for some and in April for others. `kernels/date-parse` reads the same from bytes.
 */
export function parseDate(text: string): number {
	const found = date.exec(text);
	if (!found) return NaN;
	const [, y1, , m1, d1, d2, m2, y2, rest] = found;
	const [year, month, day] = [Number(y1 ?? y2), Number(m1 ?? m2), Number(d1 ?? d2)];
	const midnight = new Date(0);
	midnight.setUTCFullYear(year, month - 1, day);
	if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return NaN;
	return midnight.getTime() / 1000 + (rest === '' ? 0 : secondsOfClock(rest));
}

function secondsOfClock(text: string): number {
	const found = time.exec(text);
	if (!found) return NaN;
	const [, hours, minutes, seconds = '0', fraction = '', rest] = found;
	// Of more than 9 digits, which no clock has, the first 9 count.
	const digits = fraction.slice(0, 9);
	const second = Number(seconds) + (digits === '' ? 0 : Number(digits) / 10 ** digits.length);
	if (Number(hours) > 23 || Number(minutes) > 59 || second >= 60) return NaN;
	return Number(hours) * 3600 + Number(minutes) * 60 + second - secondsOfZone(rest);
}

/** East of Greenwich. */
function secondsOfZone(text: string): number {
	if (text === '' || text === 'Z') return 0;
	const [, sign, hours, minutes = '0'] = zone.exec(text) ?? [];
	if (sign === undefined || Number(hours) > 23 || Number(minutes) > 59) return NaN;
	return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}
