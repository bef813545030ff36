export interface GrowthPoint {
	readonly rows: number;
	readonly bytes: number;
	readonly seconds: number;
	/** Greatest resident set of a renderer, with what it shares, and the greatest that was its own; null where the system does not tell. */
	readonly peakBytes: number | null;
	readonly ownBytes: number | null;
}

const [width, height, margin] = [360, 260, 56];

/** A panel with both axes logarithmic, in powers of ten: a straight line of slope one is linear growth. */
function panel(left: number, title: string, points: readonly (readonly [number, number])[]): string {
	const powers = (values: readonly number[]): [number, number] => {
		const low = Math.floor(Math.log10(Math.min(...values)));
		return [low, Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))))];
	};
	const [x0, x1] = powers(points.map(([x]) => x));
	const [y0, y1] = powers(points.map(([, y]) => y));
	const place = (x: number, y: number): string => {
		const across = left + margin + ((Math.log10(x) - x0) / (x1 - x0)) * (width - 1.5 * margin);
		const down = height - margin - ((Math.log10(y) - y0) / (y1 - y0)) * (height - 2 * margin);
		return `${across.toFixed(1)} ${down.toFixed(1)}`;
	};
	const ticks = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i));
	const text = (at: string, anchor: string, dx: number, dy: number, words: string): string => {
		const [x = '', y = ''] = at.split(' ');
		return `<text x="${x}" y="${y}" dx="${dx}" dy="${dy}" text-anchor="${anchor}">${words}</text>`;
	};
	const grid = [
		...ticks(x0, x1).map((x) => `<path class="grid" d="M${place(x, 10 ** y0)} L${place(x, 10 ** y1)}"/>${text(place(x, 10 ** y0), 'middle', 0, 16, x.toLocaleString('en'))}`),
		...ticks(y0, y1).map((y) => `<path class="grid" d="M${place(10 ** x0, y)} L${place(10 ** x1, y)}"/>${text(place(10 ** x0, y), 'end', -6, 4, y.toLocaleString('en'))}`)
	];
	const line = `<path class="line" d="M${points.map(([x, y]) => place(x, y)).join(' L')}"/>`;
	const dots = points.map(([x, y]) => {
		const [cx = '', cy = ''] = place(x, y).split(' ');
		return `<circle cx="${cx}" cy="${cy}" r="3"/>`;
	});
	return [`<text x="${left + margin}" y="24" class="title">${title}</text>`, ...grid, line, ...dots].join('\n');
}

/** Time and peak memory over the size of the file, as an SVG that needs nothing else. */
export function growthPlot(points: readonly GrowthPoint[]): string {
	const memory = points.flatMap(({ rows, peakBytes }) => (peakBytes === null ? [] : [[rows, peakBytes / 1e6] as const]));
	const panels = [
		panel(0, 'Seconds over rows', points.map(({ rows, seconds }) => [rows, seconds] as const)),
		...(memory.length > 0 ? [panel(width, 'Peak of a renderer, with what it shares, MB, over rows', memory)] : [])
	];
	const style =
		'text{font:11px system-ui,sans-serif;fill:#555}.title{font-size:13px;fill:#222}.grid{stroke:#ddd;fill:none}' +
		'.line{stroke:#2458c5;stroke-width:2;fill:none}circle{fill:#2458c5}';
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width * panels.length} ${height}" role="img" aria-label="Growth with the number of rows">
<style>${style}</style>
<rect width="100%" height="100%" fill="#fff"/>
${panels.join('\n')}
</svg>
`;
}
