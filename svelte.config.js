import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: true },
	kit: {
		// One page application: every address is answered with index.html, so that it opens offline at any route.
		adapter: adapter({ fallback: 'index.html' }),
		// The page decides when to register it (see src/lib/app), because an update must never arrive during a run.
		serviceWorker: { register: false }
	}
};
