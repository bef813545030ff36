// Runs before the first paint, so that a chosen theme does not flash in. A file, because the page allows no inline scripts.
// The key is the one of src/lib/ui/theme.ts; /embed takes the theme of its address instead, as src/lib/core/embed/query.ts says.
try {
	const embedded = /\/embed(\.html|\/)?$/.test(location.pathname);
	const theme = embedded ? new URLSearchParams(location.search).get('theme') : localStorage.getItem('shrike.theme');
	if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
	// No storage, as in some embedded frames: the system's theme it is.
}
