import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generated } from './fixtures/generated';
import { shrike } from './fixtures/shrike';
import { expect, test } from './fixtures/test';

const hybrid = 'European card transactions (ULB), hybrid';

test('the bundled hybrid is chosen, stays chosen, and scores as the command line does', async ({ score, page, folder }) => {
	await score.open();
	await page.getByRole('link', { name: 'Packs' }).click();
	await page.getByRole('button', { name: `Use ${hybrid}`, exact: true }).click();
	const entry = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: hybrid, exact: true }) });
	await expect(entry).toContainText('In use');
	await page.reload();
	await expect(entry).toContainText('In use');

	const file = await generated({ rows: 400, seed: 51, fraudShare: 0.1 });
	await score.open();
	const backend = await score.shell.backend();
	await score.drop('day.csv', file);
	await score.run();
	await expect(page.getByText(/^European card transactions \(ULB\), hybrid \d+\.\d+\.\d+ · on/)).toBeVisible();

	const [input, output] = [join(folder, 'day.csv'), join(folder, 'scored.csv')];
	await writeFile(input, file);
	await shrike('score', input, '--pack', 'ulb-creditcard', '--backend', backend, '--out', output);
	expect((await score.result.download()).equals(readFileSync(output))).toBe(true);
});
