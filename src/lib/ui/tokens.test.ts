import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
	[...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
		name ?? '',
		{ light: light ?? '', dark: dark ?? '' }
	])
);

/** Relative luminance and contrast ratio of WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio. */
function luminance(hex: string): number {
	const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
		const channel = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
		return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string, theme: 'light' | 'dark'): number {
	const [x = 0, y = 0] = [a, b].map((name) => luminance(tokens.get(name)?.[theme] ?? '')).sort((m, n) => n - m);
	return (x + 0.05) / (y + 0.05);
}

const grounds = ['bg', 'surface', 'sunken', 'hover', 'selected'];
const texts = ['text', 'text-muted', 'accent', 'approve', 'review', 'decline'];
const pairs = [
	...texts.flatMap((text) => grounds.map((ground) => [text, ground])),
	['on-accent', 'accent'],
	['on-accent', 'accent-strong'],
	['bg', 'text'],
	...['approve', 'review', 'decline'].flatMap((tone) =>
		['text', 'text-muted', tone].map((text) => [text, `${tone}-soft`])
	),
	...['text', 'text-muted', 'accent'].map((text) => [text, 'info-soft'])
];
const marks = ['line-strong', 'focus-color', 'chart-1', 'chart-2', 'chart-3', 'chart-4'];

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
	it.each(pairs)('reads --%s on --%s at 4.5:1 or more', (text, ground) => {
		expect(contrast(text ?? '', ground ?? '', theme)).toBeGreaterThanOrEqual(4.5);
	});

	it.each(marks.flatMap((mark) => [`bg`, `surface`, `sunken`].map((ground) => [mark, ground])))(
		'shows --%s on --%s at 3:1 or more',
		(mark, ground) => expect(contrast(mark ?? '', ground ?? '', theme)).toBeGreaterThanOrEqual(3)
	);
});
