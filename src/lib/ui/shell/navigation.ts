import type { IconName } from '../primitives/icons';

export interface NavItem {
	readonly href: string;
	readonly label: string;
	readonly icon: IconName;
	readonly current: boolean;
}

const pages = [
	{ path: '/', label: 'Score', icon: 'score' },
	{ path: '/single', label: 'Single', icon: 'single' },
	{ path: '/history', label: 'History', icon: 'history' },
	{ path: '/evaluation', label: 'Evaluation', icon: 'evaluation' },
	{ path: '/packs', label: 'Packs', icon: 'packs' },
	{ path: '/settings', label: 'Settings', icon: 'settings' }
] as const;

/** The main navigation under `base` ('' or '/folder'), with the page that `pathname` belongs to marked. */
export function navItems(base: string, pathname: string): readonly NavItem[] {
	const path = pathname.slice(base.length) || '/';
	return pages.map((page) => ({
		href: `${base}${page.path}`,
		label: page.label,
		icon: page.icon,
		current: page.path === '/' ? path === '/' : path === page.path || path.startsWith(`${page.path}/`)
	}));
}
