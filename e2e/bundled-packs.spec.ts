import { PackChoice } from './pages/pack-choice';
import { bundledPacks, headOf, inventedFor, isAlone, probabilitiesIn } from './fixtures/bundled';
import { expect, test } from './fixtures/test';
import { chromiumArgs, softwareWebGpuArgs } from './support/chromium';

const executablePath = process.env['CHROME_PATH'];
test.use({
	launchOptions: { ...(executablePath ? { executablePath } : {}), args: [...chromiumArgs, ...softwareWebGpuArgs] }
});

/** Largest difference of a score to the reference that any backend may show. */
const tolerance = 1e-4;
/** The same of its logarithm: where all scores are next to 0, it tells a backend that computes something else. */
const logTolerance = 1e-2;
const rows = 3000;
/** A software adapter is slow; the first rows of a file get the same scores without those after them. */
const backends = [
	{ backend: 'cpu', rows },
	{ backend: 'wasm', rows },
	{ backend: 'webgpu', rows: 400 }
] as const;

for (const [index, pack] of bundledPacks.entries()) {
	test(`a file of the kind of ${pack.name} is scored on every backend as the command line does`, async ({ score, page, folder }) => {
		// Three backends, one of them in software, and two commands.
		test.setTimeout(120_000);
		const { file, probabilities } = await inventedFor(pack, rows, folder);
		expect(probabilities).toHaveLength(rows);
		expect(new Set(probabilities.map((value) => value.toPrecision(4))).size).toBeGreaterThan(50);
		const choice = new PackChoice(page);
		for (const { backend, rows: taken } of backends) {
			await test.step(backend, async () => {
				await score.open(`?backend=${backend}`);
				expect(await score.shell.backend()).toBe(backend);
				await score.drop('day.csv', headOf(file, taken));
				if (isAlone(pack)) await expect(choice.recognised(pack.title)).toBeVisible({ timeout: 45_000 });
				// The page begins with the first.
				else if (index > 0) await choice.take(pack.title);
				await expect(choice.select).toHaveValue(pack.sha256);
				await score.run();
				await expect(score.result.stat('Backend')).toHaveText(backend);
				await expect(score.result.stat('Scored')).toHaveText(taken.toLocaleString('en'));
				const scored = probabilitiesIn(await score.result.download());
				expect(scored).toHaveLength(taken);
				const largest = (of: (value: number) => number): number =>
					Math.max(...scored.map((value, row) => Math.abs(of(value) - of(probabilities[row] ?? NaN))));
				expect(largest((value) => value)).toBeLessThanOrEqual(tolerance);
				expect(largest(Math.log)).toBeLessThanOrEqual(logTolerance);
			});
		}
	});
}
