import type { ChartColors } from './chart-types';

/**
 * Reads colour tokens as the browser resolves them. A custom property's own value is still the text `light-dark(…)`, so a
 * probe inside `host` wears each token as its colour.
 */
export function readChartColors(host: HTMLElement): ChartColors {
	const probe = document.createElement('span');
	host.append(probe);
	const read = (token: string) => {
		probe.style.color = `var(${token})`;
		return getComputedStyle(probe).color;
	};
	const colors: ChartColors = {
		text: read('--text'),
		muted: read('--text-muted'),
		grid: read('--chart-grid'),
		surface: read('--surface'),
		series: {
			1: read('--chart-1'),
			2: read('--chart-2'),
			3: read('--chart-3'),
			4: read('--chart-4'),
			muted: read('--line-strong')
		}
	};
	probe.remove();
	return colors;
}

/** Calls back whenever the page's theme may have changed; returns what stops it. */
export function watchTheme(changed: () => void): () => void {
	const system = matchMedia('(prefers-color-scheme: dark)');
	const observer = new MutationObserver(changed);
	observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
	system.addEventListener('change', changed);
	return () => {
		observer.disconnect();
		system.removeEventListener('change', changed);
	};
}
