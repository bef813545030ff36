import { cancelWhenUnderWay } from './fixtures/cancel-under-way';
import { storedCounts } from './fixtures/stored';
import { expect, test } from './fixtures/test';
import { numberOf } from './pages/figures';

/** At most, as the engine has it. */
const blocksATransaction = 8;

test('cancelling stops the work at once, and what was finished is kept', async ({ score, history, largeFile, page }) => {
	await score.open();
	await score.choose(largeFile.path);
	await expect(score.start).toBeEnabled();
	const { ranMs, share, settledMs, longestGapMs } = await cancelWhenUnderWay(page);
	await expect(score.cancelled).toBeVisible();

	expect(share).toBeLessThan(0.9);
	// The rest of the run would have taken as long again and more.
	const restMs = ranMs / Math.max(share, 0.01) - ranMs;
	expect(settledMs).toBeLessThan(restMs / 2);
	expect(longestGapMs).toBeLessThan((ranMs + settledMs) / 2);

	const shown = await storedCounts(page);
	await score.shell.follow('History');
	await expect(history.run('large.csv')).toContainText('Cancelled');
	const kept = await storedCounts(page);
	// What was being written when Cancel was pressed may still arrive: one transaction.
	expect(kept['blocks']).toBeLessThanOrEqual((shown['blocks'] ?? 0) + blocksATransaction);
	// As long as the run itself had taken so far: more blocks would have come by now.
	await page.waitForTimeout(ranMs);
	expect(await storedCounts(page)).toEqual(kept);

	await history.openRun('large.csv');
	const scored = await numberOf(history.result.stat('Scored'));
	expect(scored).toBeGreaterThan(0);
	expect(scored).toBeLessThan(largeFile.rows);
	await expect(page.getByText(/The first [\d,]+ rows were scored and are kept/)).toBeVisible();
	expect((await history.result.rows()).length).toBeGreaterThan(0);
});
