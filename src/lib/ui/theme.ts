export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Also read by static/theme.js, before the first paint. */
const key = 'shrike.theme';

/** The theme chosen on this device; `system` where none was, or where the browser gives the page no storage. */
export function chosenTheme(): Theme {
	try {
		const stored = localStorage.getItem(key);
		return themes.find((theme) => theme === stored) ?? 'system';
	} catch {
		return 'system';
	}
}

/** Shows the theme on this page, for as long as it is open. */
export function showTheme(theme: Theme): void {
	if (theme === 'system') delete document.documentElement.dataset['theme'];
	else document.documentElement.dataset['theme'] = theme;
}

/** Shows the theme now and remembers it for the next visit. */
export function chooseTheme(theme: Theme): void {
	showTheme(theme);
	try {
		localStorage.setItem(key, theme);
	} catch {
		// It holds for this visit.
	}
}
