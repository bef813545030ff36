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

/** Ends of the scale for a run's scores (descending), half a step of log-odds beyond them, `include` inside. */
export function scaleEnds(scores: ArrayLike<number>, include: number): { min: number; max: number } {
	const highest = scores.length > 0 ? scores[0] : include;
	const lowest = scores.length > 0 ? scores[scores.length - 1] : include;
	return {
		min: Math.floor(positionOf(Math.min(lowest, include)) * 2 - 1) / 2,
		max: Math.ceil(positionOf(Math.max(highest, include)) * 2 + 1) / 2
	};
}
