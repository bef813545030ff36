/**
 * The tallest element that every browser lays out exactly; beyond it the scroll position is stretched. Firefox stops near
 * 17.9 million pixels, Chromium near 33.5.
 */
export const maxTrackHeight = 8_000_000;

export interface TrackGeometry {
	/** Rows of the table. */
	readonly rowCount: number;
	/** Height of a row in pixels, above 0. */
	readonly rowHeight: number;
	/** Visible height for rows in pixels, the sticky header not included. */
	readonly viewport: number;
}

export interface RowWindow {
	/** First row to draw. */
	readonly first: number;
	/** One past the last row to draw. */
	readonly end: number;
	/** Distance of the first drawn row from the top of the track, in pixels. */
	readonly offset: number;
}

/** Height of the track that the rows lie on, in pixels. */
export function trackHeight(of: TrackGeometry): number {
	return Math.min(maxTrackHeight, of.rowCount * of.rowHeight);
}

/** How many pixels of rows one pixel of scrolling stands for: 1 unless the track had to be cut. */
function stretch(of: TrackGeometry): number {
	const scrollable = trackHeight(of) - of.viewport;
	return scrollable <= 0 ? 1 : Math.max(1, (of.rowCount * of.rowHeight - of.viewport) / scrollable);
}

/** The rows to draw at a scroll position, with `overscan` more on both sides. */
export function windowOf(of: TrackGeometry, scrollTop: number, overscan = 4): RowWindow {
	const position = Math.max(0, scrollTop) * stretch(of);
	const top = Math.min(position, Math.max(0, of.rowCount * of.rowHeight - of.viewport));
	const firstVisible = Math.floor(top / of.rowHeight);
	const endVisible = Math.ceil((top + of.viewport) / of.rowHeight);
	const first = Math.max(0, firstVisible - overscan);
	const end = Math.min(of.rowCount, endVisible + overscan);
	// Rows keep their true distance from the visible top, whatever the track's stretch.
	const shown = Math.min(Math.max(0, scrollTop), Math.max(0, trackHeight(of) - of.viewport));
	return { first, end, offset: shown - (top - first * of.rowHeight) };
}

/** The scroll position nearest to the present one at which a row is wholly visible. */
export function scrollToShow(of: TrackGeometry, row: number, scrollTop: number): number {
	const factor = stretch(of);
	const position = scrollTop * factor;
	const above = row * of.rowHeight;
	const below = above + of.rowHeight - of.viewport;
	if (above < position) return above / factor;
	if (below > position) return below / factor;
	return scrollTop;
}

/** Where a key moves the selection, or null for a key that does not move it. No selection counts as before the first row. */
export function moveSelection(key: string, selected: number | null, of: TrackGeometry): number | null {
	const last = of.rowCount - 1;
	if (last < 0) return null;
	const page = Math.max(1, Math.floor(of.viewport / of.rowHeight) - 1);
	const clamp = (row: number) => Math.min(last, Math.max(0, row));
	switch (key) {
		case 'ArrowDown':
			return clamp(selected === null ? 0 : selected + 1);
		case 'ArrowUp':
			return clamp(selected === null ? 0 : selected - 1);
		case 'PageDown':
			return clamp((selected ?? 0) + page);
		case 'PageUp':
			return clamp((selected ?? 0) - page);
		case 'Home':
			return 0;
		case 'End':
			return last;
		default:
			return null;
	}
}
