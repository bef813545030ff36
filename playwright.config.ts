import { createServer } from 'node:net';
import { defineConfig } from '@playwright/test';
import { chromiumArgs } from './e2e/support/chromium';
import { findChromium } from './scripts/setup/chromium.mjs';

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
		});
	});
}

// Every worker process evaluates this file again and must come to the same port and browser.
const port = (process.env['SHRIKE_E2E_PORT'] ??= String(await freePort()));
const executablePath = findChromium();
if (!executablePath) throw new Error('There is no Chromium or Chrome. `npm test` installs one; or name one in CHROME_PATH.');
process.env['CHROME_PATH'] = executablePath;
const baseURL = `http://127.0.0.1:${port}`;

export default defineConfig({
	testDir: 'e2e',
	testMatch: '**/*.spec.ts',
	fullyParallel: true,
	workers: 2,
	forbidOnly: Boolean(process.env['CI']),
	// A machine that others use too may stall a browser for seconds; `npm test` tells what passed only then.
	retries: 1,
	timeout: 60_000,
	expect: { timeout: 15_000 },
	reporter: 'list',
	use: { baseURL, trace: 'off', launchOptions: { executablePath, args: [...chromiumArgs] } },
	webServer: {
		// Builds first when the sources are not those of the last build.
		command: 'node scripts/start.mjs --no-open',
		url: baseURL,
		env: { PORT: port },
		reuseExistingServer: false,
		stdout: 'ignore',
		timeout: 120_000
	}
});
