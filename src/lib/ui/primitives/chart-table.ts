import type { ChartSpec, ChartTable } from './chart-types';

const most = 60;

/** The chart as a table for those who cannot see it: every value, or evenly taken ones where there are more than 60. */
export function chartTable(spec: ChartSpec): ChartTable {
	const x = spec.x.format ?? String;
	const y = spec.y.format ?? String;
	const text = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? '–' : y(value));
	const [first] = spec.series;
	if (!first) return { head: [spec.x.label], rows: [] };
	if (spec.categories) {
		const rows = thin(spec.categories.map((name, i) => [name, ...spec.series.map((s) => text(valueAt(s.data, i)))]));
		return { head: [spec.x.label, ...spec.series.map((s) => s.label)], rows };
	}
	const rows = spec.series.flatMap((s) =>
		thin(s.data.map((p) => (typeof p === 'number' ? ['–', text(p)] : [x(p.x), text(p.y)]))).map((cells) => [
			s.label,
			...cells
		])
	);
	return { head: ['Series', spec.x.label, spec.y.label], rows };
}

function valueAt(data: ChartSpec['series'][number]['data'], index: number): number | undefined {
	const value = data[index];
	return typeof value === 'object' ? value.y : value;
}

function thin<T>(rows: readonly T[]): readonly T[] {
	if (rows.length <= most) return rows;
	const step = (rows.length - 1) / (most - 1);
	return Array.from({ length: most }, (_, i) => rows[Math.round(i * step)]).filter((row) => row !== undefined);
}
