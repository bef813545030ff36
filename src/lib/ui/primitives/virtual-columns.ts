export interface ColumnGeometry {
	/** Widths of the columns, in a unit of which `scale` pixels make one. */
	readonly widths: readonly number[];
	readonly scale: number;
	/** Visible width in pixels. */
	readonly viewport: number;
}

/**
 * The columns to draw at a scroll position, `[first, end)`, with those that lie within `overscan` pixels of what is visible:
 * a file has thirty columns and a screen shows a dozen. All of them where they fit, since they may be wider then than they ask.
 */
export function columnsShown(
	{ widths, scale, viewport }: ColumnGeometry,
	scrollLeft: number,
	overscan = 200
): { readonly first: number; readonly end: number } {
	const total = widths.reduce((sum, width) => sum + width, 0) * scale;
	if (total <= viewport) return { first: 0, end: widths.length };
	const from = Math.min(Math.max(0, scrollLeft), total - viewport) - overscan;
	const to = from + viewport + 2 * overscan;
	let first = 0;
	let left = 0;
	while (left + widths[first] * scale <= from) left += widths[first++] * scale;
	let end = first;
	while (end < widths.length && left < to) left += widths[end++] * scale;
	return { first, end };
}
