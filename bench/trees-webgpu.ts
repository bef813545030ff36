import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { chromiumArgs, softwareWebGpuArgs } from '../e2e/support/chromium';
import { findChromium } from '../scripts/setup/chromium.mjs';
import type * as InPage from './trees-webgpu-page';

// The trees' shader in Chromium, against the reference on ensembles of every kind, and its speed on 200 trees of 32 leaves.
// npx tsx bench/trees-webgpu.ts [--hardware]

const executablePath = findChromium();
if (!executablePath) throw new Error('There is no Chromium or Chrome; name one in CHROME_PATH.');
const server = await createServer({
	configFile: false,
	logLevel: 'warn',
	appType: 'custom',
	server: { host: '127.0.0.1', watch: null },
	optimizeDeps: { entries: [], include: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-webgpu', 'zod'] },
	plugins: [
		{
			name: 'blank page',
			configureServer: ({ middlewares }) =>
				void middlewares.use('/blank', (_, response) => {
					response.setHeader('content-type', 'text/html');
					response.end('<!doctype html><link rel="icon" href="data:,"><title>Trees on WebGPU</title>');
				})
		}
	]
});
await server.listen();
const args = [...chromiumArgs, ...(process.argv.includes('--hardware') ? ['--enable-unsafe-webgpu'] : softwareWebGpuArgs)];
const browser = await chromium.launch({ executablePath, args });
try {
	const page = await browser.newPage();
	await page.goto(new URL('/blank', server.resolvedUrls?.local[0]).href);
	const { device, largestError, rowsPerSecond } = await page.evaluate(async (path): Promise<InPage.WebgpuFigures> => {
		const { measureWebgpu } = (await import(path)) as typeof InPage;
		return measureWebgpu();
	}, '/bench/trees-webgpu-page.ts');
	console.log(`| trees on ${device} | |\n|---|---:|`);
	console.log(`| largest error of a margin, XGBoost's rules | ${largestError.xgboost} |`);
	console.log(`| largest error of a margin, LightGBM's rules | ${largestError.lightgbm} |`);
	console.log(`| rows/s | ${rowsPerSecond} |`);
} finally {
	await browser.close();
	await server.close();
}
