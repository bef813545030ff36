/**
 * The icons of the app as path data on a 16 × 16 grid, drawn for a 1.5 px stroke with round joins. One file, so that the
 * set stays one set; a name that is not here does not compile.
 */
export const icons = {
	'arrow-down': 'M8 3v10M4 9l4 4 4-4',
	'arrow-up': 'M8 13V3M4 7l4-4 4 4',
	back: 'M13 8H3M7 4 3 8l4 4',
	check: 'm3 8.5 3.2 3.2L13 5',
	'chevron-down': 'm4 6 4 4 4-4',
	'chevron-right': 'm6 4 4 4-4 4',
	close: 'm4 4 8 8M12 4l-8 8',
	copy: 'M6 6h7v7H6zM3 10V3h7',
	dark: 'M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5Z',
	download: 'M8 2v8M4.5 7 8 10.5 11.5 7M3 13.5h10',
	engine: 'M5 5h6v6H5zM6.5 2v3M9.5 2v3M6.5 11v3M9.5 11v3M2 6.5h3M2 9.5h3M11 6.5h3M11 9.5h3',
	error: 'M5.3 2h5.4L14 5.3v5.4L10.7 14H5.3L2 10.7V5.3zM8 5v3.5M8 11v.1',
	evaluation: 'M2.5 2v11.5H14M4.5 11c1-5 3-7 9-7.5',
	file: 'M4 2h5l3 3v9H4zM9 2v3h3',
	folder: 'M2 4h4l1.5 2H14v7H2z',
	history: 'M8 4.5V8l2.5 1.5M2.6 6.2A5.7 5.7 0 1 1 2.3 9M2.2 3.2v3.2h3.2',
	info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.5V11M8 5v.1',
	keyboard: 'M2 4h12v8H2zM4.5 6.5v.1M7 6.5v.1M9.5 6.5v.1M11.5 6.5v.1M5 9.5h6',
	light: 'M8 10.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM8 1.5V3M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M12.6 3.4l-1 1M4.4 11.6l-1 1',
	link: 'M6.5 9.5l3-3M7 4.5 8.6 3A3 3 0 0 1 13 7.4L11.5 9M9 11.5 7.4 13A3 3 0 0 1 3 8.6L4.5 7',
	minus: 'M3 8h10',
	more: 'M3.5 8v.1M8 8v.1M12.5 8v.1',
	offline: 'M2 2l12 12M6.2 9.8a2.6 2.6 0 0 1 3.4-.1M4 7.6a5.6 5.6 0 0 1 2-1.2M9.5 6.2A5.6 5.6 0 0 1 12 7.6M2 5.4a8.6 8.6 0 0 1 2-1.2M7 3.4a8.6 8.6 0 0 1 7 2M8 12.4v.1',
	packs: 'M8 1.8 13.5 5v6L8 14.2 2.5 11V5zM2.5 5 8 8.2 13.5 5M8 8.2v6',
	play: 'M5 3v10l8-5z',
	plus: 'M8 3v10M3 8h10',
	reload: 'M13 8a5 5 0 1 1-1.5-3.6M13 2v3h-3',
	score: 'M2 13.5h12M4 11V8M7 11V5M10 11V7M13 11V3',
	search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.5 10.5 14 14',
	settings: 'M2 4.5h6M11 4.5h3M2 11.5h3M8 11.5h6M9.5 3v3M6.5 10v3',
	single: 'M2.5 4h11v8h-11zM5 7h6M5 9.5h3',
	stop: 'M4 4h8v8H4z',
	success: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM5.3 8.2l1.9 1.9 3.5-3.8',
	system: 'M2 3h12v8H2zM6 14h4M8 11v3',
	trash: 'M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4M6.8 6.5v4.5M9.2 6.5v4.5',
	undo: 'M6 3 3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H6',
	upload: 'M8 10.5v-8M4.5 6 8 2.5 11.5 6M3 13.5h10',
	warning: 'M8 2.2 14.3 13.5H1.7zM8 6.5V9.5M8 11.6v.1'
} as const;

export type IconName = keyof typeof icons;
