const form = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d))?$/;

/** Seconds since 1970 of a date as `2018-04-01 00:00:31` or `2018-04-01`, as UTC; NaN for anything else. */
export function dateSeconds(text: string): number {
	const [, year, month, day, hour = '0', minute = '0', second = '0'] = form.exec(text.trim()) ?? [];
	return year === undefined ? NaN : Date.UTC(+year, +month - 1, +day, +hour, +minute, +second) / 1000;
}
