/** One of the four series colours of tokens.css, or the quiet grey for references. */
export type ChartColor = 1 | 2 | 3 | 4 | 'muted';

export interface ChartSeries {
	readonly label: string;
	/** Values by category, or points where the x axis is a number. NaN leaves a gap. */
	readonly data: readonly number[] | readonly { readonly x: number; readonly y: number }[];
	readonly color?: ChartColor;
	/** Broken line: tells series apart without colour. */
	readonly dashed?: boolean;
	/** Draws marks instead of a line. */
	readonly points?: boolean;
}

export interface ChartAxis {
	readonly label: string;
	readonly scale?: 'category' | 'linear' | 'logarithmic';
	readonly min?: number;
	readonly max?: number;
	/** Text of a tick and of the table's cells. Categories are text already. */
	readonly format?: (value: number) => string;
}

/** A line across the plot, e.g. the threshold. */
export interface ChartMarker {
	/** On the x axis. Between categories too: bar i spans i - 0.5 to i + 0.5. */
	readonly at: number;
	readonly label: string;
}

export interface ChartSpec {
	readonly kind: 'bar' | 'line';
	/**
	 * Names of the categories, in order; unused where x is a number. Bars that stand on a number (`x.scale` linear, data as
	 * points) may have names too: their tooltips and the table say them.
	 */
	readonly categories?: readonly string[];
	readonly series: readonly ChartSeries[];
	readonly x: ChartAxis;
	readonly y: ChartAxis;
	readonly markers?: readonly ChartMarker[];
}

/** Colours as the browser resolved them, which a canvas needs. */
export interface ChartColors {
	readonly text: string;
	readonly muted: string;
	readonly grid: string;
	readonly surface: string;
	readonly series: Readonly<Record<ChartColor, string>>;
}

export interface ChartTable {
	readonly head: readonly string[];
	readonly rows: readonly (readonly string[])[];
}

export interface ChartFont {
	readonly family: string;
	/** Pixels. */
	readonly size: number;
}
