import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { column, readTable } from './fixtures/csv';
import { generated } from './fixtures/generated';
import { shrike } from './fixtures/shrike';
import { expect, test } from './fixtures/test';
import { chromiumArgs, softwareWebGpuArgs } from './support/chromium';

const executablePath = process.env['CHROME_PATH'];
test.use({
	launchOptions: { ...(executablePath ? { executablePath } : {}), args: [...chromiumArgs, ...softwareWebGpuArgs] }
});

const hybrid = 'European card transactions (ULB), hybrid';

/** A model that XGBoost or LightGBM saved, and rows of five features. */
interface Foreign {
	readonly library: 'xgboost' | 'lightgbm';
	readonly name: string;
	readonly model: unknown;
	readonly rows: readonly (number | string | null)[];
}

const { models } = JSON.parse(readFileSync('tests/fixtures/trees/foreign.json', 'utf8')) as { models: readonly Foreign[] };
const names = ['a', 'b', 'c', 'd', 'e'];

const scoresOf = (scored: Buffer): number[] => column(readTable(scored), 'fraud_probability').map(Number);

function expectNear(scores: readonly number[], expected: readonly number[]): void {
	expect(scores).toHaveLength(expected.length);
	expect(Math.max(...scores.map((score, row) => Math.abs(score - (expected[row] ?? NaN))))).toBeLessThan(1e-4);
}

for (const [library, name] of [['xgboost', 'depth 3, missing values'], ['lightgbm', 'nothing is missing']] as const) {
	test(`trees alone run on WebGPU, and those of ${library} score as the command line does`, async ({ score, page, folder }) => {
		const foreign = models.find((model) => model.library === library && model.name === name);
		if (!foreign) throw new Error(`There is no fixture “${name}”.`);
		const at = (file: string): string => join(folder, file);
		const columns = names.map((column) => ({ name: column, type: 'number', roles: ['feature'] }));
		await writeFile(at('schema.json'), JSON.stringify({ name: 'five', columns }));
		await writeFile(at('model'), typeof foreign.model === 'string' ? foreign.model : JSON.stringify(foreign.model));
		const inputs = [`--${library}`, at('model'), '--schema', at('schema.json')];
		await shrike('pack', ...inputs, '--title', 'Bank', '--out', at('bank'));

		await score.open();
		await score.shell.follow('Packs');
		await page.locator('input[type=file][webkitdirectory]').setInputFiles(at('bank'));
		const entry = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Bank', exact: true }) });
		await expect(entry).toContainText('In use');

		await score.open('?backend=webgpu');
		expect(await score.shell.backend()).toBe('webgpu');
		await score.shell.enginePill.click();
		await expect(score.shell.report('webgpu')).toContainText(/swiftshader.*trees in a compute shader/i);
		await page.keyboard.press('Escape');

		const rows = Array.from({ length: foreign.rows.length / 5 }, (_, row) => foreign.rows.slice(row * 5, row * 5 + 5));
		const complete = rows.filter((cells) => cells.every((cell) => typeof cell === 'number'));
		const csv = [names.join(), ...complete.map((cells) => cells.join()), ''].join('\n');
		const onGpu = await score.scored('rows.csv', csv);
		await writeFile(at('rows.csv'), csv);
		await shrike('score', at('rows.csv'), '--pack', at('bank'), '--backend', 'wasm', '--out', at('scored.csv'));
		expectNear(scoresOf(onGpu), scoresOf(readFileSync(at('scored.csv'))));
	});
}

test('the hybrid runs wholly on WebGPU, and scores as the command line does', async ({ score, page, folder }) => {
	await score.open();
	await score.shell.follow('Packs');
	await page.getByRole('button', { name: `Use ${hybrid}`, exact: true }).click();
	await expect(
		page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: hybrid, exact: true }) })
	).toContainText('In use');
	await score.open('?backend=webgpu');
	expect(await score.shell.backend()).toBe('webgpu');
	await score.shell.enginePill.click();
	await expect(score.shell.report('webgpu')).toContainText(/swiftshader.*trees in a compute shader/i);
	await page.keyboard.press('Escape');

	const file = await generated({ rows: 400, seed: 51, fraudShare: 0.1 });
	const onGpu = await score.scored('day.csv', file);
	await expect(score.result.stat('Backend')).toHaveText('webgpu');
	const [input, output] = [join(folder, 'day.csv'), join(folder, 'scored.csv')];
	await writeFile(input, file);
	await shrike('score', input, '--pack', 'ulb-creditcard', '--backend', 'wasm', '--out', output);
	expectNear(scoresOf(onGpu), scoresOf(readFileSync(output)));
});
