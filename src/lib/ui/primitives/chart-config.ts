import type { ChartConfiguration, ChartDataset } from 'chart.js';
import type { ChartAxis, ChartColors, ChartFont, ChartSeries, ChartSpec } from './chart-types';

type Kind = 'bar' | 'line';
export type Config = ChartConfiguration<Kind, (number | { x: number; y: number })[], string>;

/** Chart.js' configuration for a spec. Data are copied: Chart.js writes to the arrays that it is given. */
export function chartConfig(spec: ChartSpec, colors: ChartColors, font: ChartFont): Config {
	return {
		type: spec.kind,
		data: {
			labels: spec.categories ? [...spec.categories] : [],
			datasets: spec.series.map((series, i) => dataset(spec, series, colors, i))
		},
		options: {
			animation: false,
			responsive: true,
			maintainAspectRatio: false,
			normalized: true,
			color: colors.text,
			font,
			interaction: { mode: 'nearest', axis: 'x', intersect: false },
			scales: {
				x: scale(spec.x, colors, font, spec.categories ? 'category' : 'linear'),
				y: scale(spec.y, colors, font, 'linear')
			},
			plugins: {
				legend: {
					display: spec.series.length > 1,
					position: 'top',
					align: 'start',
					labels: { usePointStyle: true, boxHeight: 8, color: colors.text, font }
				},
				tooltip: {
					backgroundColor: colors.text,
					titleColor: colors.surface,
					bodyColor: colors.surface,
					cornerRadius: 3,
					displayColors: false,
					callbacks: {
						title: ([item]) => (item ? tooltipTitle(spec, item.dataIndex, item.parsed.x) : ''),
						label: (item) => ` ${item.dataset.label ?? ''}: ${(spec.y.format ?? String)(item.parsed.y ?? Number.NaN)}`
					}
				}
			}
		}
	};
}

function tooltipTitle(spec: ChartSpec, index: number, x: number | null): string {
	return spec.categories?.[index] ?? `${spec.x.label} ${(spec.x.format ?? String)(x ?? Number.NaN)}`;
}

function dataset(spec: ChartSpec, series: ChartSeries, colors: ChartColors, index: number): ChartDataset<Kind> & {
	data: (number | { x: number; y: number })[];
} {
	const color = colors.series[series.color ?? ([1, 2, 3, 4] as const)[index % 4] ?? 1];
	const data = series.data.map((value) => (typeof value === 'number' ? value : { x: value.x, y: value.y }));
	if (spec.kind === 'bar') {
		return {
			type: 'bar',
			label: series.label,
			data,
			backgroundColor: color,
			pointStyle: 'rect',
			categoryPercentage: 0.92,
			barPercentage: 1
		};
	}
	return {
		type: 'line',
		label: series.label,
		data,
		borderColor: color,
		backgroundColor: color,
		borderWidth: 1.75,
		borderDash: series.dashed ? [5, 4] : [],
		showLine: !series.points,
		pointStyle: series.points ? 'circle' : 'line',
		order: series.points ? 0 : 1,
		pointRadius: series.points ? 4 : 0,
		pointHitRadius: 8,
		tension: 0
	};
}

type AxisOptions = NonNullable<NonNullable<NonNullable<Config['options']>['scales']>[string]>;

function scale(axis: ChartAxis, colors: ChartColors, font: ChartFont, fallback: 'category' | 'linear'): AxisOptions {
	const type = axis.scale ?? fallback;
	const format = axis.format;
	return {
		type,
		// Bars on a scale of numbers stand where they are: the ends of the axis are its own, not half a bar further out.
		...(type === 'linear' ? { offset: false } : {}),
		...(axis.min === undefined ? {} : { min: axis.min }),
		...(axis.max === undefined ? {} : { max: axis.max }),
		title: { display: true, text: axis.label, color: colors.muted, font },
		border: { color: colors.muted },
		grid: { color: colors.grid, display: type !== 'category', ...(type === 'linear' ? { offset: false } : {}) },
		ticks: {
			color: colors.muted,
			font,
			maxRotation: 0,
			autoSkip: true,
			...(type === 'category' || !format
				? {}
				: { callback: (value: string | number) => (isTick(Number(value), type) ? format(Number(value)) : null) })
		}
	};
}

/** On a logarithmic axis only powers of ten are named; the steps between them would overprint each other. */
function isTick(value: number, type: 'category' | 'linear' | 'logarithmic'): boolean {
	return type !== 'logarithmic' || value === 0 || Number.isInteger(Math.round(Math.log10(value) * 1e9) / 1e9);
}
