import { chromiumArgs, softwareWebGpuArgs } from './support/chromium';
import { column, readTable } from './fixtures/csv';
import { tensorsAlive } from './fixtures/tensors';
import { expect, test } from './fixtures/test';

const executablePath = process.env['CHROME_PATH'];
test.use({
	launchOptions: { ...(executablePath ? { executablePath } : {}), args: [...chromiumArgs, ...softwareWebGpuArgs] }
});

const scoresOf = (scored: Buffer): number[] => column(readTable(scored), 'fraud_probability').map(Number);

test('WebGPU really scores when it is pinned, and its scores are those of WASM', async ({ score, history, page }) => {
	await score.open('?backend=webgpu');
	expect(await score.shell.backend()).toBe('webgpu');

	await test.step('its certificate names the device', async () => {
		await score.shell.enginePill.click();
		const report = score.shell.report('webgpu');
		await expect(report).toContainText('In use');
		await expect(report).toContainText(/swiftshader/i);
		await expect(report).toContainText(/golden vectors, 1e-4 allowed/);
		await page.keyboard.press('Escape');
	});

	const tensors = await tensorsAlive(page);
	expect(tensors).toBeGreaterThan(0);
	await score.sample();
	await score.run();
	expect(await tensorsAlive(page)).toBe(tensors);
	await expect(score.result.stat('Backend')).toHaveText('webgpu');
	await expect(page.getByText('The backend changed')).toBeHidden();
	const onGpu = scoresOf(await score.result.download());
	await score.shell.follow('History');
	const run = history.run('ulb-mlp-sample.csv');
	await expect(run.getByRole('cell', { name: 'webgpu', exact: true })).toBeVisible();
	await expect(run.getByTitle(/^webgpu on .*swiftshader.*: scores differ from the reference by at most/i)).toBeVisible();

	await score.open('?backend=wasm');
	await score.sample();
	await score.run();
	await expect(score.result.stat('Backend')).toHaveText('wasm');
	const onWasm = scoresOf(await score.result.download());
	expect(onGpu).toHaveLength(2000);
	expect(Math.max(...onGpu.map((value, row) => Math.abs(value - (onWasm[row] ?? NaN))))).toBeLessThan(1e-4);
});

test('a software adapter is never chosen by itself, and the engine says why', async ({ score }) => {
	await score.open();
	expect(await score.shell.backend()).toMatch(/^(wasm|cpu)$/);
	await score.shell.enginePill.click();
	const report = score.shell.report('webgpu');
	await expect(report).toContainText('Software only');
	await expect(report).toContainText(/swiftshader|software/i);
});
