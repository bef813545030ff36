/**
 * The threshold slider's scale: log-odds, because most scores crowd near 0 and the thresholds that matter lie between
 * one in ten thousand and nearly certain. Positions are log-odds in steps of a hundredth.
 */
const furthest = 12;

/** Position of a score in [0, 1]. */
export function positionOf(score: number): number {
	const odds = Math.log(score / (1 - score));
	return Math.round(Math.min(furthest, Math.max(-furthest, odds)) * 100) / 100;
}

/** Score at a position. */
export function scoreAt(position: number): number {
	return 1 / (1 + Math.exp(-position));
}

const named = [0.5, 0.01, 0.99, 0.0001, 0.9999, 0.1, 0.9, 0.001, 0.999, 0.00001, 0.99999] as const;

export interface ScaleTick {
	/** Position on the scale. */
	readonly at: number;
	/** Empty where there is no room for it. */
	readonly label: string;
}

/**
 * Ticks at round scores between the ends, ascending. Labels, from 0.5 outwards in turns, are written where they touch no
 * other on a track of `width` with letters about `letter` wide (both in px) and do not stand out beyond its ends.
 */
export function scaleTicks(
	ends: { readonly min: number; readonly max: number },
	width: number,
	format: (score: number) => string,
	letter = 6.5
): ScaleTick[] {
	const placed: { from: number; to: number }[] = [];
	return named
		.filter((score) => positionOf(score) >= ends.min && positionOf(score) <= ends.max)
		.map((score) => {
			const at = positionOf(score);
			const text = format(score);
			const center = ((at - ends.min) / (ends.max - ends.min)) * width;
			const half = ((text.length + 1) * letter) / 2;
			const place = { from: center - half, to: center + half };
			const fits = place.from >= -letter && place.to <= width + letter;
			if (!fits || placed.some((other) => place.from < other.to && other.from < place.to)) return { at, label: '' };
			placed.push(place);
			return { at, label: text };
		})
		.sort((a, b) => a.at - b.at);
}

/** Ends of the scale for a run's scores (descending), half a step of log-odds beyond them, `include` inside. */
export function scaleEnds(scores: ArrayLike<number>, include: number): { min: number; max: number } {
	const highest = scores.length > 0 ? scores[0] : include;
	const lowest = scores.length > 0 ? scores[scores.length - 1] : include;
	return {
		min: Math.floor(positionOf(Math.min(lowest, include)) * 2 - 1) / 2,
		max: Math.ceil(positionOf(Math.max(highest, include)) * 2 + 1) / 2
	};
}
