import { openBrowser, webGpuArgs } from './browser';

/** Whether Chromium has a WebGPU adapter on this machine that is no program on the CPU. */
export async function hardwareGpu(): Promise<boolean> {
	const browser = await openBrowser({ args: webGpuArgs });
	try {
		const page = await browser.newPage();
		// Only pages that are served safely have `navigator.gpu`; a local server counts, an empty page does not.
		await page.route('http://127.0.0.1/', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
		await page.goto('http://127.0.0.1/');
		return await page.evaluate(async () => {
			const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
			if (!adapter) return false;
			const { vendor, architecture, device, description } = adapter.info;
			return !/swiftshader|llvmpipe|lavapipe|software/i.test([vendor, architecture, device, description].join(' '));
		});
	} finally {
		await browser.remove();
	}
}
