import { copyFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { badFiles, withBadRows, writeEndlessLine } from './fixtures/bad-files';
import { column, readTable, writeTable } from './fixtures/csv';
import { generated } from './fixtures/generated';
import { peakMemory } from './fixtures/peak-memory';
import { expect, test } from './fixtures/test';
import { numberOf } from './pages/figures';

const goodTable = async () => readTable(await generated({ rows: 40, seed: 51, fraudShare: 0.1 }));

test('a file that cannot be scored is answered with a code and a way on', async ({ score, history }) => {
	const good = await goodTable();
	await score.open();
	for (const { name, bytes, code, words } of badFiles(good)) {
		await test.step(name, async () => {
			await score.drop(name, bytes);
			const failure = score.shell.failure(code);
			await expect(failure).toBeVisible();
			for (const word of words) await expect(failure).toContainText(word);
			// One sentence says what is the matter, another what to do.
			expect((await failure.innerText()).match(/[.?!](\s|$)/g)?.length).toBeGreaterThan(1);
			await expect(score.start).toBeDisabled();
		});
	}
	await score.scored('good.csv', writeTable(good));
	await score.shell.follow('History');
	await expect(history.runs.getByRole('row')).toHaveCount(2);
	await expect(history.run('good.csv')).toContainText('Done');
});

test('bad rows are rejected one by one, listed, and kept in the download', async ({ score, page }) => {
	const good = await goodTable();
	const { text, rejects } = withBadRows(good);
	await score.open();
	const table = readTable(await score.scored('bad-rows.csv', text));
	const { result } = score;
	await expect(result.stat('Scored')).toHaveText(String(40 - rejects.length));
	await expect(result.stat('Rejected')).toHaveText(String(rejects.length));

	await page.getByRole('button', { name: 'Show 6 rejected rows' }).click();
	for (const { row, name, value, code } of rejects) {
		const cells = result.rejects
			.getByRole('row')
			.filter({ has: page.getByRole('cell', { name: String(row), exact: true }) })
			.getByRole('cell');
		await expect(cells.nth(1)).toHaveText(name);
		await expect(cells.nth(2)).toContainText(value);
		await expect(cells.nth(3)).toHaveText(new RegExp(`\\w.*${code}`));
	}
	await page.keyboard.press('Escape');

	expect(table.rows).toHaveLength(40);
	const bad = new Set<number>(rejects.map(({ row }) => row));
	table.rows.forEach((cells, index) => {
		const [probability, decision, error] = cells.slice(-3);
		if (bad.has(index + 1)) expect([probability, decision, error === ''], `row ${index + 1}`).toEqual(['', '', false]);
		else expect([probability === '', decision === '', error], `row ${index + 1}`).toEqual([false, false, '']);
	});
	const scores = column(readTable(await score.scored('good.csv', writeTable(good))), 'fraud_probability');
	table.rows.forEach((cells, index) => {
		if (!bad.has(index + 1)) expect(cells.at(-3)).toBe(scores[index]);
	});
});

test('a line of 200 MB is refused without being held in memory', async ({ score, page, folder }) => {
	const path = join(folder, 'endless.csv');
	const bytes = await writeEndlessLine(path, (await goodTable()).header.join(','));
	await score.open();
	const before = await peakMemory(page);
	await score.choose(path);
	await expect(score.shell.failure('file.row-too-long')).toBeVisible();
	await expect(score.start).toBeDisabled();
	const after = await peakMemory(page);
	if (before !== null && after !== null) expect(after - before).toBeLessThan(bytes);
});

for (const { what, spoil } of [
	{ what: 'deleted', spoil: (path: string) => rm(path) },
	{ what: 'changed', spoil: (path: string) => truncate(path, 2 ** 20) }
]) {
	test(`a file that is ${what} during its run ends it, and what was scored is kept`, async ({
		score,
		history,
		folder,
		largeFile,
		page
	}) => {
		const path = join(folder, 'spoiled.csv');
		await copyFile(largeFile.path, path);
		await score.open();
		await score.choose(path);
		await score.start.click();
		await score.underWay();
		await spoil(path);
		await expect(score.shell.failure('file.changed')).toContainText('kept in History');
		await page.getByRole('link', { name: 'Show what was scored' }).click();
		await history.result.shown();
		expect(await numberOf(history.result.stat('Scored'))).toBeGreaterThan(0);
		expect(await numberOf(history.result.stat('Scored'))).toBeLessThan(largeFile.rows);
	});
}

test('a file that is replaced after it was previewed is not scored by mistake', async ({ score, folder }) => {
	const path = join(folder, 'replaced.csv');
	const text = writeTable(await goodTable());
	await writeFile(path, text);
	await score.open();
	await score.choose(path);
	await expect(score.start).toBeEnabled();
	await writeFile(path, text.replaceAll('0', '9'));
	await score.start.click();
	await expect(score.shell.failure('file.changed')).toContainText('Choose it again');
});
