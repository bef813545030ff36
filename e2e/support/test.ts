import { test as base } from '@playwright/test';
import { createNetwork, type Network } from './network';
import { createProfile, type Profile } from './profile';

export { expect } from '@playwright/test';

interface Fixtures {
	/** Where the production build is served. */
	readonly origin: string;
	/** Records and unplugs; pass its `args` to `profile.open`. */
	readonly network: Network;
	/** A browser profile on disk that is deleted afterwards. */
	readonly profile: Profile;
}

/** Playwright's test with what only some of ours need: each fixture begins where a test names it. */
export const test = base.extend<Fixtures>({
	origin: async ({ baseURL }, use) => {
		if (!baseURL) throw new Error('playwright.config.ts sets no baseURL');
		await use(baseURL);
	},
	// Playwright reads the names of a fixture's needs from this pattern, so it cannot be left out.
	network: async ({ browserName: _ }, use) => {
		const network = await createNetwork();
		await use(network);
		await network.close();
	},
	profile: async ({ baseURL }, use) => {
		const profile = await createProfile(baseURL);
		await use(profile);
		await profile.remove();
	}
});
