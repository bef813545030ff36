import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { finishing } from './scripts/setup/finish-build.mjs';
import { sourceHash } from './scripts/setup/source-hash.mjs';

const version = sourceHash();

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: true },
	kit: {
		// One page application: every address is answered with index.html, so that it opens offline at any route.
		adapter: finishing(adapter({ fallback: 'index.html' }), version),
		// The embed's page is a file of its own (build/embed.html) and must start from /embed/ just as from /embed.
		paths: { relative: false },
		// The page decides when to register it (see src/lib/app/pwa), because an update must never arrive during a run.
		serviceWorker: { register: false },
		// Kit's default is the time of the build: the same sources would be offered as an update.
		version: { name: version }
	}
};
