import { resolve } from '$app/paths';
import { version } from '$app/environment';
import { openEmbed } from '$lib/app/open-embed';
import type { PageLoad } from './$types';

// An empty shell in a file of its own, which static hosts can give headers of its own.
export const prerender = true;

export const load: PageLoad = async ({ url }) => ({
	embed: await openEmbed({ address: url, root: new URL(resolve('/'), url).href, version })
});
