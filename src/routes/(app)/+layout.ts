import { resolve } from '$app/paths';
import { openWorkbench, type Workbench } from '$lib/app/workbench.svelte';
import type { LayoutLoad } from './$types';

// One workbench a tab, whatever is navigated to.
let opened: Promise<Workbench> | null = null;

export const load: LayoutLoad = async ({ url }) => {
	opened ??= openWorkbench({
		packs: new URL(`${resolve('/')}model/`, url).href,
		backend: url.searchParams.get('backend')
	});
	return { workbench: await opened };
};
