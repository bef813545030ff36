import type { Theme, Thresholds } from './types';

/** Attributes of `<shrike-scorer>` that only a newly loaded frame takes. */
export const reloading = ['src', 'pack', 'view', 'locale'] as const;

/**
 * The frame's address: that of `src`, with the other attributes as its query.
 *
 * @throws TypeError when there is no `src`, or it is no address.
 */
export function frameUrl(element: Pick<Element, 'getAttribute' | 'baseURI'>): URL {
	const src = element.getAttribute('src');
	if (src === null) throw new TypeError('shrike-scorer needs a src, such as https://shrike.example.com/embed');
	const url = new URL(src, element.baseURI);
	for (const name of ['pack', 'view', 'locale', 'theme', 'policy']) {
		const value = element.getAttribute(name);
		if (value !== null) url.searchParams.set(name, value);
	}
	return url;
}

/** `0.5`, or `0.5,0.9` for review and decline; null for what is neither. */
export function thresholdsIn(text: string | null): Thresholds | null {
	if (text === null || !/^\d*\.?\d+(,\d*\.?\d+)?$/.test(text)) return null;
	const [review = NaN, decline] = text.split(',').map(Number);
	return decline === undefined ? { review } : { review, decline };
}

/** Anything that is no theme follows the system, as without the attribute. */
export function themeIn(text: string | null): Theme {
	return text === 'light' || text === 'dark' ? text : 'system';
}
