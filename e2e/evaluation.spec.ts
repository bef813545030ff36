import type { Page } from '@playwright/test';
import { column, readTable } from './fixtures/csv';
import { generated } from './fixtures/generated';
import { expect, test } from './fixtures/test';
import { numberIn } from './pages/figures';

/** Value and ends of the interval of a figure in the table of figures. */
async function shown(page: Page, name: string): Promise<[value: number, low: number, high: number]> {
	const row = page.getByRole('table', { name: 'Figures with 95 % intervals' }).getByRole('row', { name: new RegExp(`^${name}`) });
	const [value = '', interval = ''] = await row.getByRole('cell').allInnerTexts();
	const [low = '', high = ''] = interval.split(' – ');
	return [numberIn(value), numberIn(low), numberIn(high)];
}

/** Share of pairs of a fraud and a normal row that the scores put in the right order (Mann & Whitney 1947). */
function rocAuc(scores: readonly number[], labels: readonly string[]): number {
	const of = (label: string): number[] => scores.filter((_, i) => labels[i] === label);
	const [frauds, normals] = [of('1'), of('0')];
	let right = 0;
	for (const fraud of frauds) for (const normal of normals) right += fraud > normal ? 1 : fraud === normal ? 0.5 : 0;
	return right / (frauds.length * normals.length);
}

test('a labelled run is judged: figures, intervals, assumptions, plots and the saved report', async ({ score, page }) => {
	await score.open();
	const scored = readTable(await score.scored('labelled.csv', await generated({ rows: 800, seed: 12, fraudShare: 0.1 })));
	const labels = column(scored, 'Class');
	const probabilities = column(scored, 'fraud_probability').map(Number);
	await page.getByRole('link', { name: 'Evaluate', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'How good are the scores of labelled.csv?' })).toBeVisible();
	await expect(page.getByText(/^800 labelled rows, 80 frauds/)).toBeVisible();
	const [auc, low, high] = await shown(page, 'ROC-AUC');
	expect(auc).toBeCloseTo(rocAuc(probabilities, labels), 3);
	expect(low).toBeLessThanOrEqual(auc);
	expect(high).toBeGreaterThanOrEqual(auc);
	await expect(page.getByRole('main').locator('canvas')).toHaveCount(5);

	await page.getByLabel('Threshold', { exact: true }).fill('0.02');
	const flagged = probabilities.map((p) => p >= 0.02);
	const caught = flagged.filter((flag, i) => flag && labels[i] === '1').length;
	await expect.poll(async () => (await shown(page, 'Recall Share of'))[0]).toBeCloseTo(caught / 80, 4);
	expect((await shown(page, 'Precision Share of'))[0]).toBeCloseTo(caught / flagged.filter(Boolean).length, 4);
	await page.getByLabel('Threshold', { exact: true }).fill('2');
	await expect(page.getByText('A number from 0 to 1.')).toBeVisible();

	const saved = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save as JSON' }).click();
	expect((await saved).suggestedFilename()).toBe('labelled.csv.evaluation.json');
});

test('History leads to the evaluation of runs with labels, and of no others', async ({ score, page }) => {
	await score.open();
	await score.shell.follow('Evaluation');
	await expect(page.getByText('No labelled run is in the log yet.')).toBeVisible();
	await score.shell.follow('Score');
	const csv = readTable(await generated({ rows: 300, seed: 13, fraudShare: 0.1 }));
	const without = [csv.header, ...csv.rows].map((cells) => cells.slice(0, -1).join(',')).join('\n');
	await score.scored('unlabelled.csv', `${without}\n`);
	await expect(page.getByRole('link', { name: 'Evaluate', exact: true })).toHaveCount(0);
	await page.getByRole('button', { name: 'Another file' }).click();
	await score.scored('labelled.csv', await generated({ rows: 300, seed: 13, fraudShare: 0.1 }));
	await score.shell.follow('History');
	await expect(page.getByRole('link', { name: /^Evaluate the run of/ })).toHaveCount(1);
	await page.getByRole('link', { name: 'Evaluate the run of labelled.csv' }).click();
	await expect(page.getByText(/^300 labelled rows, 30 frauds/)).toBeVisible();
	await page.reload();
	await expect(page.getByText(/^300 labelled rows, 30 frauds/)).toBeVisible();
});

test('what a pack’s maker measured is shown as it is in the pack, and a split at random is called optimistic', async ({ page, request }) => {
	await page.goto('/packs');
	await page.getByRole('link', { name: /^Figures of/ }).first().click();
	await expect(page.getByRole('tab', { name: 'As its maker measured it' })).toHaveAttribute('aria-selected', 'true');
	await expect(page.getByText('Optimistic', { exact: true })).toBeVisible();
	interface Evaluation {
		readonly sets: readonly { readonly name: string; readonly figures: { readonly rocAuc: { readonly value: number } } }[];
	}
	const evaluation: Evaluation = JSON.parse(await (await request.get('/model/ulb-mlp/evaluation.json')).text());
	const test = evaluation.sets.find(({ name }) => name === 'test');
	expect((await shown(page, 'ROC-AUC'))[0]).toBeCloseTo(test?.figures.rocAuc.value ?? NaN, 4);
	await expect(page.getByLabel('How it was measured')).toContainText(/Tested on\s*[\d,]+ rows, \d+ frauds/);
	await page.getByLabel('Model').selectOption({ label: 'European card transactions (ULB), hybrid' });
	await expect(page.getByRole('table', { name: /^Figures of each member/ }).getByRole('row')).not.toHaveCount(0);
	await expect(page.getByRole('rowheader', { name: 'all joined' })).toBeVisible();
});
