import { rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { softwareWebGpuArgs } from './support/chromium';
import { copyOfBuild } from './support/folders';
import {
	choose,
	crash,
	download,
	figure,
	goTo,
	modelReady,
	resultShown,
	runOf,
	score,
	scoringWorker,
	startButton
} from './support/scoring';
import { serveSite } from './support/site';
import { slowDisk } from './support/slow-disk';
import { countIn } from './support/stored-log';
import { expect, test } from './support/test';
import { probabilities, transactions } from './support/transactions';

// Three blocks; a disk that stops after so many bytes has let the first one through, and no second one.
const day = transactions('day.csv', 17_000);
const oneBlock = 5_000_000;

/** Starts a run of `day` and holds it after its first block. */
async function heldAfterFirstBlock(page: Page): Promise<() => Promise<void>> {
	await choose(page, day);
	const goOn = await slowDisk(await scoringWorker(page), oneBlock);
	await startButton(page).click();
	await expect.poll(() => countIn(page, 'blocks')).toBe(1);
	return goOn;
}

test('a run goes on in a new worker when its own crashes, and comes to the same scores', async ({ page }) => {
	await page.goto('/');
	await modelReady(page);
	await score(page, day);
	const undisturbed = await download(page);
	await page.getByRole('button', { name: 'Another file' }).click();

	await choose(page, { ...day, text: `${day.text}\n` });
	const worker = await scoringWorker(page);
	await slowDisk(worker, oneBlock);
	await startButton(page).click();
	await expect.poll(() => countIn(page, 'blocks')).toBe(4);
	await crash(worker);
	await resultShown(page);
	await expect(page.getByText(/The scoring worker stopped: .*boom.* A new one goes on .* after row 8,192/)).toBeVisible();
	await expect(figure(page, 'Scored')).toHaveText('17,000');
	expect((await download(page)).trimEnd()).toBe(undisturbed.trimEnd());
	expect(await scoringWorker(page)).not.toBe(worker);
});

test('a worker that keeps crashing ends the run with its code, and what was scored is kept', async ({ page }) => {
	await page.goto('/');
	await modelReady(page);
	await heldAfterFirstBlock(page);
	page.on('worker', (worker) => void crash(worker).catch(() => undefined));
	await crash(await scoringWorker(page));
	await expect(page.getByText('engine.worker-crashed')).toBeVisible();

	await goTo(page, 'History');
	await expect(runOf(page, 'day.csv')).toContainText('Interrupted');
	await expect(runOf(page, 'day.csv')).toContainText('8,192');
});

test('a graphics device lost in the middle of a run hands over to the next backend', async ({ profile }) => {
	const page = await (await profile.open({ args: softwareWebGpuArgs })).newPage();
	await page.goto('/?backend=webgpu');
	await modelReady(page, 'webgpu');
	const worker = await scoringWorker(page);
	const device = await worker.evaluateHandle(() => {
		const seen: { device: GPUDevice | null } = { device: null };
		const encode = Reflect.get(GPUDevice.prototype, 'createCommandEncoder');
		GPUDevice.prototype.createCommandEncoder = function (...args) {
			seen.device = this;
			return encode.apply(this, args);
		};
		return seen;
	});
	const goOn = await heldAfterFirstBlock(page);
	expect(await device.evaluate((seen) => seen.device?.destroy() === undefined && seen.device !== null)).toBe(true);
	await goOn();
	await resultShown(page);
	await expect(page.getByText('The backend changed at row 8,193')).toBeVisible();
	await expect(page.getByText(/From webgpu to (wasm|cpu): The graphics device was lost/)).toBeVisible();
	await expect(figure(page, 'Scored')).toHaveText('17,000');
	const disturbed = probabilities(await download(page));

	await page.goto('/?backend=cpu');
	await modelReady(page, 'cpu');
	await score(page, { ...day, text: `${day.text}\n` });
	const plain = probabilities(await download(page));
	expect(Math.max(...plain.map((p, i) => Math.abs(p - (disturbed[i] ?? NaN))))).toBeLessThan(1e-4);
});

test('without WebGPU and WebAssembly plain TypeScript scores, and the engine says why', async ({ profile }) => {
	const page = await (await profile.open({ args: ['--js-flags=--jitless'] })).newPage();
	await page.goto('/');
	await modelReady(page, 'cpu');
	expect(await page.evaluate(() => 'WebAssembly' in globalThis)).toBe(false);
	await score(page, transactions('small.csv', 500));
	await expect(figure(page, 'Backend')).toHaveText('cpu');
	await page.getByRole('button', { name: 'Show engine status' }).click();
	const drawer = page.getByRole('dialog', { name: 'Engine' });
	await expect(drawer.getByRole('listitem').filter({ hasText: 'webgpu' })).toContainText('no graphics adapter');
	await expect(drawer.getByRole('listitem').filter({ hasText: 'wasm' })).toContainText('WebAssembly');
	await expect(drawer.getByRole('listitem').filter({ hasText: 'cpu' })).toContainText('In use');
});

for (const fault of [
	{ what: 'whose bytes are not those of its digest', spoil: (path: string) => writeFile(path, 'x'.repeat(6532)), code: 'pack.digest-mismatch' },
	{ what: 'of which a file is missing', spoil: (path: string) => unlink(path), code: 'pack.not-found' }
]) {
	test(`a pack ${fault.what} scores nothing`, async ({ page }) => {
		const folder = await copyOfBuild();
		await fault.spoil(join(folder, 'model/ulb-mlp/weights.58cdcbf8.bin'));
		const site = await serveSite(folder);
		try {
			await page.goto(site.origin);
			await expect(page.getByText('No model is ready.')).toBeVisible();
			await expect(page.getByRole('alert').filter({ hasText: fault.code })).toContainText('weights.58cdcbf8.bin');
			await expect(page.getByRole('button', { name: 'Choose a file…' })).toBeDisabled();
			await expect(page.getByRole('button', { name: 'Try a sample' })).toBeDisabled();
		} finally {
			await site.stop();
			await rm(folder, { recursive: true });
		}
	});
}

test('a second tab sees the run of the first, cannot delete it, and scores a file of its own', async ({ page, context }) => {
	await page.goto('/');
	await modelReady(page);
	const goOn = await heldAfterFirstBlock(page);

	const other = await context.newPage();
	await other.goto('/history');
	await expect(runOf(other, 'day.csv')).toContainText('Running in another tab');
	await expect(other.getByRole('button', { name: 'day.csv cannot be deleted while it is running' })).toBeVisible();
	await goTo(other, 'Settings');
	await other.getByRole('button', { name: 'Delete all data…' }).click();
	await other.getByLabel('Type “delete” to confirm').fill('delete');
	await other.getByRole('button', { name: 'Delete everything' }).click();
	await expect(other.getByText('This run is being scored in another tab or window.')).toBeVisible();
	await goTo(other, 'Score');
	await modelReady(other);
	await score(other, transactions('second.csv', 500, { seed: 2 }));

	await goTo(other, 'History');
	await goOn();
	await resultShown(page);
	await expect(runOf(other, 'day.csv')).toContainText('Done');
	await goTo(page, 'History');
	await expect(runOf(page, 'second.csv')).toContainText('Done');
	await runOf(other, 'second.csv').getByRole('button', { name: /^Delete/ }).click();
	await expect(runOf(page, 'second.csv')).toHaveCount(0);
});
