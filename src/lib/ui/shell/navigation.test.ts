import { expect, it } from 'vitest';
import { navItems } from './navigation';

const current = (base: string, pathname: string) =>
	navItems(base, pathname)
		.filter((item) => item.current)
		.map((item) => item.label);

it('marks one page, also below it and under a base path', () => {
	expect(current('', '/')).toEqual(['Score']);
	expect(current('', '/history')).toEqual(['History']);
	expect(current('', '/history/run-1')).toEqual(['History']);
	expect(current('/shrike', '/shrike')).toEqual(['Score']);
	expect(current('/shrike', '/shrike/packs/')).toEqual(['Packs']);
	expect(current('', '/nowhere')).toEqual([]);
});

it('links under the base path', () => {
	expect(navItems('/shrike', '/shrike').map((item) => item.href)).toEqual([
		'/shrike/',
		'/shrike/single',
		'/shrike/history',
		'/shrike/evaluation',
		'/shrike/packs',
		'/shrike/settings'
	]);
});
