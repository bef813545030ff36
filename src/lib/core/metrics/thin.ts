/** A point of a curve to draw, and the threshold it belongs to; null where nothing is flagged. */
export interface CurvePoint {
	readonly x: number;
	readonly y: number;
	readonly threshold: number | null;
}

interface Span {
	readonly from: number;
	readonly to: number;
	/** The point farthest from the chord, and its squared distance. */
	readonly middle: number;
	readonly distance: number;
}

/**
 * At most `maxPoints` points of a polyline that look like all of them, in their order, ends included: Douglas and Peucker
 * (1973), best first: the point farthest from the line so far is added until there are enough. Distances are in shares of
 * the curve's extent in x and y, as on a plot that it fills. O(points × maxPoints) at worst, else O(points log
 * maxPoints). Throws RangeError for fewer than two points.
 */
export function thinCurve<Point extends CurvePoint>(points: readonly Point[], maxPoints: number): Point[] {
	if (!(maxPoints >= 2)) throw new RangeError(`A curve has at least two points, not ${maxPoints}.`);
	if (points.length <= maxPoints) return points.slice();
	const xs = inUnits(points.map(({ x }) => x));
	const ys = inUnits(points.map(({ y }) => y));
	const kept = new Set([0, points.length - 1]);
	const spans = [farthest(xs, ys, 0, points.length - 1)];
	while (kept.size < maxPoints) {
		const widest = spans.reduce((best, span, i) => (span.distance > spans[best].distance ? i : best), 0);
		const [{ from, middle, to, distance }] = spans.splice(widest, 1);
		if (distance === 0) break;
		kept.add(middle);
		spans.push(farthest(xs, ys, from, middle), farthest(xs, ys, middle, to));
	}
	return points.filter((_, i) => kept.has(i));
}

function inUnits(values: number[]): Float64Array {
	let [low, high] = [Infinity, -Infinity];
	for (const value of values) {
		low = Math.min(low, value);
		high = Math.max(high, value);
	}
	return Float64Array.from(values, (value) => (value - low) / (high - low || 1));
}

function farthest(xs: Float64Array, ys: Float64Array, from: number, to: number): Span {
	const [dx, dy] = [xs[to] - xs[from], ys[to] - ys[from]];
	const length = dx * dx + dy * dy;
	let span: Span = { from, to, middle: from, distance: 0 };
	for (let i = from + 1; i < to; i++) {
		const [px, py] = [xs[i] - xs[from], ys[i] - ys[from]];
		// To the segment, not its line: a closed or backtracking curve has chords of length 0.
		const along = length === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length));
		const distance = (px - along * dx) ** 2 + (py - along * dy) ** 2;
		if (distance > span.distance) span = { from, to, middle: i, distance };
	}
	return span;
}
