import type { Worker } from '@playwright/test';
import { choose, download, figure, goTo, modelReady, resultShown, runOf, score, scoringWorker, startButton } from './support/scoring';
import { countIn, scoredFiles } from './support/stored-log';
import { expect, test } from './support/test';
import { probabilities, transactions } from './support/transactions';

// Three blocks.
const day = transactions('day.csv', 17_000);

/**
 * Makes a worker's database refuse records, as one on a full disk does: all blocks but the first, or the features of those
 * only, and that a run has ended. The browser's own limit cannot be met so exactly: its free room is an estimate that it
 * renews when it likes.
 */
async function fillUp(worker: Worker, store: string | null): Promise<() => Promise<void>> {
	const room = await worker.evaluateHandle((refused) => {
		const disk = { full: true };
		const put = Reflect.get(IDBObjectStore.prototype, 'put');
		IDBObjectStore.prototype.put = function (...args) {
			const [record] = args;
			const ends = this.name === 'runs' && record.run.status !== 'running';
			const isLater = this.name.startsWith('block') && record.index > 0;
			if (disk.full && (refused === null ? ends || isLater : isLater && refused === this.name)) {
				throw new DOMException('The disk is full.', 'QuotaExceededError');
			}
			return put.apply(this, args);
		};
		return disk;
	}, store);
	return () => room.evaluate((disk) => void (disk.full = false));
}

test('a disk that is nearly full costs the raw values of the rows, and the page says so', async ({ page }) => {
	await page.goto('/');
	await modelReady(page);
	await choose(page, day);
	await fillUp(await scoringWorker(page), 'blockFeatures');
	await startButton(page).click();
	await resultShown(page);
	await expect(page.getByText(/The storage is nearly full: the run goes on without keeping the raw values/)).toBeVisible();
	await expect(figure(page, 'Scored')).toHaveText('17,000');
	// blocks that come together lose theirs together
	expect(await countIn(page, 'blocks')).toBe(3);
	expect(await countIn(page, 'blockFeatures')).toBeLessThanOrEqual(1);
});

test('a full disk interrupts the run, keeps its blocks, and the run goes on when there is room again', async ({ page }) => {
	await page.goto('/');
	await modelReady(page);
	await choose(page, day);
	const enlarge = await fillUp(await scoringWorker(page), null);
	await startButton(page).click();
	await expect(page.getByRole('alert').filter({ hasText: 'storage.full' })).toContainText('The 8,192 rows finished so far are kept');
	expect([await countIn(page, 'blocks'), await countIn(page, 'blockFeatures')]).toEqual([1, 1]);
	await goTo(page, 'History');
	await expect(runOf(page, 'day.csv')).toContainText('Interrupted');
	await expect(runOf(page, 'day.csv')).toContainText('8,192');

	await enlarge();
	await goTo(page, 'Score');
	await page.getByRole('button', { name: 'Another file' }).click();
	await choose(page, day);
	await page.getByRole('button', { name: 'Go on' }).click();
	await resultShown(page);
	await expect(figure(page, 'Scored')).toHaveText('17,000');
	expect(probabilities(await download(page)).filter(Number.isFinite)).toHaveLength(17_000);
});

test('on a disk too full to say so, a run that was cut off does not look busy, and can be deleted', async ({ page }) => {
	await page.goto('/');
	await modelReady(page);
	await choose(page, day);
	await fillUp(await scoringWorker(page), null);
	await startButton(page).click();
	await expect(page.getByRole('alert').filter({ hasText: 'storage.full' })).toBeVisible();
	const later = await page.context().newPage();
	await later.addInitScript(() => {
		const put = Reflect.get(IDBObjectStore.prototype, 'put');
		IDBObjectStore.prototype.put = function (...args) {
			const [record] = args;
			if (JSON.stringify(record).includes('"status":"interrupted"')) throw new DOMException('The disk is full.', 'QuotaExceededError');
			return put.apply(this, args);
		};
	});
	await later.goto('/history');
	await expect(runOf(later, 'day.csv')).toContainText('Interrupted');
	await runOf(later, 'day.csv').getByRole('button', { name: /^Delete the run/ }).click();
	await expect(runOf(later, 'day.csv')).toHaveCount(0);
});

test('the browser’s own limit is told as a full storage, and lifting it is enough', async ({ page }) => {
	await page.goto('/');
	await modelReady(page);
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	const { origin } = new URL(page.url());
	// The limit ends with the session. It is set before anything is written: the browser remembers for a while that there was room.
	const session = await page.context().newCDPSession(page);
	await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
	await choose(page, day);
	await startButton(page).click();
	await expect(page.getByRole('alert').filter({ hasText: 'storage.full' })).toBeVisible();
	expect(await countIn(page, 'blocks')).toBe(0);
	await session.send('Storage.overrideQuotaForOrigin', { origin });
	await page.getByRole('button', { name: 'Another file' }).click();
	await score(page, day);
	expect(await countIn(page, 'blocks')).toBe(3);
});

test('what is deleted comes back by Undo, until its room is freed', async ({ page }) => {
	await page.goto('/');
	await modelReady(page);
	await score(page, transactions('small.csv', 500));
	await goTo(page, 'History');
	await expect(page.getByText(/ of .* used \(/).first()).toBeVisible();

	const remove = (): Promise<void> => runOf(page, 'small.csv').getByRole('button', { name: /^Delete/ }).click();
	await remove();
	await expect(runOf(page, 'small.csv')).toHaveCount(0);
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(runOf(page, 'small.csv')).toContainText('Done');
	await runOf(page, 'small.csv').getByRole('link', { name: 'small.csv', exact: true }).click();
	await resultShown(page);
	await page.getByRole('button', { name: 'All runs' }).click();

	await remove();
	await expect(runOf(page, 'small.csv')).toHaveCount(0);
	expect(await countIn(page, 'blocks')).toBe(1);
	await page.getByRole('button', { name: 'Free deleted data now' }).click();
	await expect.poll(() => countIn(page, 'blocks')).toBe(0);
	expect([await countIn(page, 'runs'), await countIn(page, 'logs'), await countIn(page, 'batch_metrics')]).toEqual([0, 0, 0]);
});

test('Settings delete everything that is kept on this device', async ({ page }) => {
	await page.goto('/');
	await modelReady(page);
	await score(page, transactions('small.csv', 500));
	await expect.poll(() => scoredFiles(page)).not.toEqual([]);
	await goTo(page, 'Single');
	await page.getByRole('button', { name: 'Fill an example' }).click();
	await expect(page.getByText(/^Recognised/)).toBeVisible();
	await page.getByRole('button', { name: 'Score', exact: true }).click();
	await expect.poll(() => countIn(page, 'logs')).toBe(1);
	await goTo(page, 'Settings');
	await page.getByRole('radio', { name: 'CPU' }).check({ force: true });
	await modelReady(page, 'cpu');
	await page.getByRole('button', { name: 'Delete all data…' }).click();
	await expect(page.getByRole('button', { name: 'Delete everything' })).toBeDisabled();
	await page.getByLabel('Type “delete” to confirm').fill('delete');
	await page.getByRole('button', { name: 'Delete everything' }).click();
	await expect(page.getByText('Everything that was kept on this device is deleted.')).toBeVisible();
	for (const store of ['runs', 'blocks', 'blockFeatures', 'logs', 'batch_metrics', 'packs', 'settings']) {
		expect(await countIn(page, store), store).toBe(0);
	}
	expect(await scoredFiles(page)).toEqual([]);
	await expect(page.getByRole('radio', { name: 'Automatic' })).toBeChecked();
	await goTo(page, 'History');
	await expect(page.getByText('No runs yet')).toBeVisible();
});

test('without a database the page says that scores are not kept, and scores all the same', async ({ page }) => {
	await page.addInitScript(() => {
		IDBFactory.prototype.open = () => {
			throw new DOMException('denied', 'SecurityError');
		};
	});
	await page.goto('/');
	await expect(page.getByText('Scores are not kept.')).toBeVisible();
	await expect(page.getByText('storage.unavailable')).toBeVisible();
	await modelReady(page);
	await score(page, transactions('small.csv', 500));
	await expect(figure(page, 'Scored')).toHaveText('500');
	expect(probabilities(await download(page)).filter(Number.isFinite)).toHaveLength(500);
	await goTo(page, 'History');
	await expect(runOf(page, 'small.csv')).toContainText('Done');
	await page.reload();
	await expect(page.getByText('No runs yet')).toBeVisible();
});
