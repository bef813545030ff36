/** A column of {@link VirtualTable}. */
export interface TableColumn {
	readonly key: string;
	readonly label: string;
	/** In rem. */
	readonly width: number;
	/** Takes a share of the room that is left. */
	readonly grow?: boolean;
	/** Numbers go to the end, so that their digits align. */
	readonly align?: 'start' | 'end';
	readonly mono?: boolean;
	readonly sortable?: boolean;
	/** Explains a header that is short. */
	readonly title?: string;
}

export interface TableSort {
	readonly key: string;
	readonly direction: 'ascending' | 'descending';
}

/** CSS grid tracks for the columns. */
export function gridTracks(columns: readonly TableColumn[]): string {
	return columns.map((c) => (c.grow ? `minmax(${c.width}rem, 1fr)` : `${c.width}rem`)).join(' ');
}

/** The sort after a press on a header: first `preferred`, then the other way. */
export function nextSort(current: TableSort | null, key: string, preferred: TableSort['direction']): TableSort {
	if (current?.key !== key) return { key, direction: preferred };
	return { key, direction: current.direction === 'ascending' ? 'descending' : 'ascending' };
}
