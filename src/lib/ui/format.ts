/**
 * Figures as text, one function a kind of quantity. `locale` is a BCP 47 tag or undefined for the browser's own; a value that
 * is not a number (a rejected row's score) is shown as an en dash.
 */
export type Locale = string | undefined;

const nothing = '–';
const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

// Constructing an Intl formatter costs far more than using it, and tables format thousands of cells.
function numbers(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
	const key = `${locale ?? ''} ${JSON.stringify(options)}`;
	let format = numberFormats.get(key);
	if (!format) numberFormats.set(key, (format = new Intl.NumberFormat(locale, options)));
	return format;
}

function dates(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = `${locale ?? ''} ${JSON.stringify(options)}`;
	let format = dateFormats.get(key);
	if (!format) dateFormats.set(key, (format = new Intl.DateTimeFormat(locale, options)));
	return format;
}

function decimals(value: number, digits: number, locale: Locale): string {
	return numbers(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** A whole count: `284,807`. */
export function formatCount(value: number, locale?: Locale): string {
	return Number.isFinite(value) ? numbers(locale, { maximumFractionDigits: 0 }).format(value) : nothing;
}

/** A number with up to `significant` significant digits: `12.35`. */
export function formatNumber(value: number, locale?: Locale, significant = 4): string {
	return Number.isFinite(value) ? numbers(locale, { maximumSignificantDigits: significant }).format(value) : nothing;
}

/** Money without a currency, which the schema may not name: `1,204.50`. */
export function formatAmount(value: number, locale?: Locale): string {
	return Number.isFinite(value) ? decimals(value, 2, locale) : nothing;
}

/** A fraction in [0, 1] as a percentage: `12.3 %`, spaced as the locale does. */
export function formatPercent(fraction: number, locale?: Locale, digits = 1): string {
	if (!Number.isFinite(fraction)) return nothing;
	const options = { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
	return numbers(locale, options).format(fraction);
}

/**
 * A probability in [0, 1]: four decimals (`0.9987`), but an exponent below 0.001 (`3.1e-5`) and as many nines as it takes
 * above 0.9999 (`0.999998`), because a score is never certain and must not look so.
 */
export function formatProbability(value: number, locale?: Locale): string {
	if (!Number.isFinite(value)) return nothing;
	if (value === 0 || value === 1) return formatCount(value, locale);
	if (value > 0 && value < 0.001) {
		const [mantissa = '', exponent = ''] = value.toExponential(1).split('e');
		return `${decimals(Number(mantissa), 1, locale)}e${exponent}`;
	}
	let digits = 4;
	while (digits < 12 && Number(value.toFixed(digits)) === 1) digits += 1;
	return decimals(value, digits, locale);
}

/** The same to read at a glance, four decimals at most: `< 0.0001` and `> 0.9999` where more would be needed. */
export function formatProbabilityBounded(value: number, locale?: Locale): string {
	if (!Number.isFinite(value)) return nothing;
	if (value < 0.0001) return `< ${decimals(0.0001, 4, locale)}`;
	if (value >= 0.99995) return `> ${decimals(0.9999, 4, locale)}`;
	return decimals(value, 4, locale);
}

/** Two ends of an interval of probabilities: `0.8712 – 0.9031`, or one dash where it is undefined. */
export function formatInterval(low: number, high: number, locale?: Locale): string {
	if (!Number.isFinite(low) || !Number.isFinite(high)) return nothing;
	return `${formatProbability(low, locale)} – ${formatProbability(high, locale)}`;
}

/** A margin (log-odds) with its sign: `+2.41`, `−6.03`. */
export function formatMargin(value: number, locale?: Locale): string {
	if (!Number.isFinite(value)) return nothing;
	const options = { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' } as const;
	return numbers(locale, options).format(value).replace('-', '−');
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes in decimal units with three significant digits: `950 B`, `1.5 kB`, `160 MB`. */
export function formatBytes(bytes: number, locale?: Locale): string {
	if (!Number.isFinite(bytes)) return nothing;
	let value = bytes;
	let unit = 0;
	// 999.5 would round to 1,000 of the smaller unit.
	while (Math.abs(value) >= 999.5 && unit < byteUnits.length - 1) {
		value /= 1000;
		unit += 1;
	}
	return `${numbers(locale, { maximumSignificantDigits: 3 }).format(value)} ${byteUnits[unit] ?? ''}`;
}

/** Milliseconds: `0.4 ms`, `85 ms`, `2.4 s`, `3 min 20 s`, `1 h 05 min`. */
export function formatDuration(milliseconds: number, locale?: Locale): string {
	if (!Number.isFinite(milliseconds)) return nothing;
	if (milliseconds < 9.95) return `${numbers(locale, { maximumFractionDigits: 1 }).format(milliseconds)} ms`;
	if (milliseconds < 999.5) return `${formatCount(milliseconds, locale)} ms`;
	if (milliseconds < 59_950) return `${decimals(milliseconds / 1000, 1, locale)} s`;
	const seconds = Math.round(milliseconds / 1000);
	if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
	const minutes = Math.round(seconds / 60);
	return `${formatCount(Math.floor(minutes / 60), locale)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** Rows a second: `850 rows/s`, `270 k rows/s`, `1.25 M rows/s`. */
export function formatRate(rowsPerSecond: number, locale?: Locale): string {
	if (!Number.isFinite(rowsPerSecond)) return nothing;
	const three = numbers(locale, { maximumSignificantDigits: 3 });
	if (rowsPerSecond >= 999_500) return `${three.format(rowsPerSecond / 1e6)} M rows/s`;
	if (rowsPerSecond >= 999.5) return `${three.format(rowsPerSecond / 1e3)} k rows/s`;
	return `${three.format(rowsPerSecond)} rows/s`;
}

/** A moment in milliseconds since 1970 with date and time to the minute; `timeZone` defaults to the device's. */
export function formatDateTime(milliseconds: number, locale?: Locale, timeZone?: string): string {
	if (!Number.isFinite(milliseconds)) return nothing;
	return dates(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(milliseconds);
}

/** The beginning of a digest, enough to tell packs apart by eye. */
export function formatDigest(sha256: string): string {
	return sha256.slice(0, 12);
}
