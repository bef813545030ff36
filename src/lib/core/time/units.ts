/** Without leap seconds, as everywhere in computing. */
export const secondsADay = 86_400;

const seconds: { readonly [unit: string]: number } = { ms: 0.001, s: 1, min: 60, h: 3600, d: secondsADay };

/** Seconds in a schema's unit of time; dates and columns without a unit count seconds. */
export function secondsInUnit(unit: string | undefined): number {
	return seconds[unit ?? 's'] ?? 1;
}
