import type { Plugin } from 'chart.js';
import type { ChartColors, ChartFont, ChartMarker } from './chart-types';

/** What the marker plugin draws at the next repaint; changed in place, so that moving a threshold rebuilds nothing. */
export interface MarkerState {
	markers: readonly ChartMarker[];
	colors: ChartColors;
	font: ChartFont;
}

/** Chart.js plugin that draws a labelled, broken vertical line at each marker. */
export function markerPlugin(state: MarkerState): Plugin<'bar' | 'line'> {
	return {
		id: 'markers',
		afterDatasetsDraw({ ctx, chartArea, scales }) {
			const x = scales['x'];
			if (!x) return;
			const place = (at: number) => {
				if (x.type !== 'category') return x.getPixelForValue(at);
				const low = Math.floor(at);
				return x.getPixelForValue(low) + (at - low) * (x.getPixelForValue(1) - x.getPixelForValue(0));
			};
			for (const [line, { at, label }] of state.markers.entries()) {
				const position = Math.round(place(at)) + 0.5;
				if (!(position >= chartArea.left - 1 && position <= chartArea.right + 1)) continue;
				const atEnd = position > (chartArea.left + chartArea.right) / 2;
				ctx.save();
				ctx.strokeStyle = ctx.fillStyle = state.colors.text;
				ctx.setLineDash([3, 3]);
				ctx.beginPath();
				ctx.moveTo(position, chartArea.top);
				ctx.lineTo(position, chartArea.bottom);
				ctx.stroke();
				ctx.font = `${state.font.size}px ${state.font.family}`;
				ctx.textAlign = atEnd ? 'end' : 'start';
				ctx.textBaseline = 'top';
				// One under the other: lines that are close together would write over each other.
				ctx.fillText(label, position + (atEnd ? -5 : 5), chartArea.top + 2 + line * state.font.size * 1.3);
				ctx.restore();
			}
		}
	};
}
