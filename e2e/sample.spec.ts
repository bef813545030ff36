import { gunzipSync } from 'node:zlib';
import { column, readTable, scoreColumns, type Table } from './fixtures/csv';
import { generated } from './fixtures/generated';
import { expect, test } from './fixtures/test';
import { numberOf } from './pages/figures';

const labelled = { rows: 1500, seed: 11, fraudShare: 0.02 };

/** What a threshold decides, counted in the scored file itself. */
function decided(table: Table, threshold: number) {
	const labels = column(table, 'Class');
	const amounts = column(table, 'Amount').map(Number);
	const flags = column(table, 'fraud_probability').map((score) => Number(score) >= threshold);
	const count = (flag: boolean, label: string) => flags.filter((f, row) => f === flag && labels[row] === label).length;
	return {
		flagged: flags.filter(Boolean).length,
		amount: amounts.reduce((sum, amount, row) => sum + (flags[row] ? amount : 0), 0),
		confusion: { tp: count(true, '1'), fn: count(false, '1'), fp: count(true, '0'), tn: count(false, '0') }
	};
}

test('a sample is previewed, scored at one key and shown with everything that was found', async ({ score, page }) => {
	await score.open();
	await score.sample();
	await expect(score.preview.getByRole('row')).toHaveCount(21);
	await expect(score.start).toBeFocused();
	await page.keyboard.press('Enter');
	const { result } = score;
	await result.shown();

	await expect(result.stat('Scored')).toHaveText('2,000');
	await expect(result.stat('Rejected')).toHaveText('0');
	expect(await result.flagged()).toBeGreaterThan(0);
	await expect(result.stat('Backend')).toHaveText(await score.shell.backend());
	await expect(result.histogram).toBeVisible();
	await expect(result.histogram.locator('canvas')).toHaveAttribute('width', /[1-9]/);

	await expect(result.table).toHaveAttribute('aria-rowcount', '1001');
	const probabilities = (await result.rows()).map((row) => row.probability);
	expect(probabilities.length).toBeGreaterThan(10);
	expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));

	const { tp, fn, fp, tn } = await result.confusionCounts();
	expect(tp + fn + fp + tn).toBe(2000);
	expect(tp + fp).toBe(await result.flagged());
	for (const name of ['Precision', 'Recall', 'F1', 'ROC-AUC', 'Average precision']) {
		const { value, low, high } = await result.interval(name);
		expect(low, name).toBeLessThanOrEqual(value);
		expect(high, name).toBeGreaterThanOrEqual(value);
	}
});

test('the table is sorted and opened by keyboard', async ({ score, page }) => {
	await score.open();
	await score.sample();
	await score.run();
	const { result } = score;
	const [, second] = await result.rows();
	await result.table.focus();
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await expect(result.detail).toContainText(`Row ${second?.row}`);
	await expect(result.detail.getByText('Amount', { exact: true })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(result.detail).toBeHidden();
	await expect(result.table).toBeFocused();

	await result.table.getByRole('button', { name: 'Row' }).press('Enter');
	await expect(result.table.getByRole('columnheader', { name: 'Row' })).toHaveAttribute('aria-sort', 'descending');
	const rows = (await result.rows()).map(({ row }) => row);
	expect(rows).toEqual([...rows].sort((a, b) => b - a));
});

test('the threshold decides everything again at once', async ({ score, page }) => {
	await score.open();
	const table = readTable(await score.scored('labelled.csv', await generated(labelled)));
	const { result } = score;

	for (const threshold of [0.5, 0.02]) {
		await result.setThreshold(threshold);
		const expected = decided(table, threshold);
		await expect(result.stat('Flagged')).toHaveText(String(expected.flagged));
		expect(await numberOf(result.stat('Flagged amount'))).toBeCloseTo(expected.amount, 1);
		expect(await result.confusionCounts()).toEqual(expected.confusion);
		for (const { probability, decision } of await result.rows()) {
			if (Math.abs(probability - threshold) > 1e-4) expect(decision).toBe(probability >= threshold ? 'Review' : 'Approve');
		}
	}

	await result.slider.focus();
	const before = await result.flagged();
	await page.keyboard.press('PageUp');
	expect(await result.flagged()).toBeLessThanOrEqual(before);
	await page.keyboard.press('Home');
	await expect.poll(() => result.flagged()).toBeGreaterThan(before);
	await page.keyboard.press('End');
	await expect(result.stat('Flagged')).toHaveText('0');
	await expect(result.stat('Flagged amount')).toHaveText('0.00');
	expect(await result.confusionCounts()).toMatchObject({ tp: 0, fp: 0 });
	expect((await result.rows()).every(({ decision }) => decision === 'Approve')).toBe(true);

	await result.setThreshold(0);
	await expect(result.stat('Flagged')).toHaveText('1,500');
	expect(await result.confusionCounts()).toMatchObject({ fn: 0, tn: 0 });
	await page.getByRole('button', { name: /^Back to/ }).click();
	await expect(result.stat('Flagged')).toHaveText(String(decided(table, 0.18).flagged));
});

test('the download is the file itself with three columns, and is replaced when it is scored again', async ({ score, page }) => {
	const original = await generated(labelled);
	await score.open();
	const first = await score.scored('labelled.csv', original);
	const { result } = score;

	const before = readTable(original);
	const after = readTable(first);
	expect(after.header).toEqual([...before.header, ...scoreColumns]);
	expect(after.rows.map((cells) => cells.slice(0, before.header.length))).toEqual(before.rows);
	const lines = original.toString().trimEnd().split('\n');
	const written = first.toString().trimEnd().split('\n');
	expect(written.map((line, i) => line.startsWith(`${lines[i]},`))).not.toContain(false);
	expect(column(after, 'fraud_probability').every((cell) => Number(cell) >= 0 && Number(cell) <= 1 && cell !== '')).toBe(true);

	const packed = await result.save({ gzip: true });
	expect(packed.suggestedFilename()).toBe('labelled.scored.csv.gz');
	expect(gunzipSync(await result.download({ gzip: true })).equals(first)).toBe(true);

	await result.setThreshold(0.7);
	const strict = readTable(await result.download());
	expect(column(strict, 'fraud_probability')).toEqual(column(after, 'fraud_probability'));
	expect(column(strict, 'decision')).toEqual(
		column(strict, 'fraud_probability').map((cell) => (Number(cell) >= 0.7 ? 'review' : 'approve'))
	);

	await score.drop('labelled.scored.csv', first);
	await expect(page.getByText('This file was scored before.')).toBeVisible();
	await score.run();
	expect((await result.download()).equals(first)).toBe(true);
});
