// npm test: everything that must hold, from a bare clone. Ends with one line of counts over all runners.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { checkNode } from './setup/check-node.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { root } from './setup/root.mjs';

checkNode();
process.chdir(root);
ensureInstalled();

const { ensureChromium } = await import('./setup/chromium.mjs');
const { runStep } = await import('./setup/test-steps.mjs');
const { playwrightCounts, readReport, vitestCounts } = await import('./setup/test-counts.mjs');

const reports = mkdtempSync(join(tmpdir(), 'shrike-test-'));
const unitReport = join(reports, 'vitest.json');
const browserReport = join(reports, 'playwright.json');
const tsc = 'typescript/bin/tsc';

/** @type {import('./setup/test-steps.mjs').Step[]} */
const checks = [
	{
		name: 'lint',
		// The typed rules need the tsconfig that SvelteKit generates.
		commands: [
			['@sveltejs/kit/svelte-kit.js', 'sync'],
			['eslint/bin/eslint.js', '.', '--max-warnings', '0']
		]
	},
	{
		name: 'types',
		commands: [
			['svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'],
			[tsc, '-p', 'scripts/tsconfig.json'],
			[tsc, '-p', 'e2e/tsconfig.json'],
			[tsc, '-p', 'tsconfig.service-worker.json']
		]
	},
	{ name: 'build', commands: [['vite/bin/vite.js', 'build', '--logLevel', 'warn']] }
];
/** @type {import('./setup/test-steps.mjs').Step} */
const unitTests = {
	name: 'unit tests',
	commands: [['vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]]
};

function counts() {
	const unit = readReport(unitReport);
	const browser = readReport(browserReport);
	/** @type {import('./setup/test-counts.mjs').Counts} */
	const none = { passed: 0, failed: 0, skipped: 0 };
	return [unit ? vitestCounts(unit) : none, browser ? playwrightCounts(browser) : none];
}

const failures = [];
try {
	// Looked for first: a machine without a browser should not work for minutes before it says so.
	const chromium = ensureChromium();
	console.log(`Browser: ${chromium}`);
	for (const step of [...checks, unitTests]) if (!(await runStep(step))) failures.push(step.name);
	const browserTests = {
		name: 'browser tests',
		commands: [['@playwright/test/cli.js', 'test', '--reporter=list,json']],
		env: { CHROME_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport }
	};
	// Equal scores, whole files and gross ratios; its times are those of a busy machine.
	const benchmark = {
		name: 'benchmark, small form',
		commands: [['tsx/dist/cli.mjs', 'bench/run.ts', '--small', '--only', 'shrike-mlp,shrike-hybrid,shrike-cli,papaparse-tfjs']],
		env: { CHROME_PATH: chromium, BENCH_BUILD: 'build' }
	};
	if (failures.includes('build')) console.log('\n── browser tests and benchmark not run: there is no build');
	else for (const step of [browserTests, benchmark]) if (!(await runStep(step))) failures.push(step.name);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	failures.push('set-up');
}

const perRunner = counts();
rmSync(reports, { recursive: true });
const passed = perRunner.reduce((sum, runner) => sum + runner.passed, 0);
const skipped = perRunner.reduce((sum, runner) => sum + runner.skipped, 0);
const failedTests = perRunner.reduce((sum, runner) => sum + runner.failed, 0);
const silentRunner = perRunner.some((runner) => runner.passed + runner.failed === 0);
if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
else if (silentRunner) console.log('\nFailed: a runner found no tests');
// A failed check is no test, but a line that ends in "0 failed" must mean that all is well.
const failedChecks = failures.filter((name) => !name.endsWith('tests') || failedTests === 0).length;
const failed = failedTests + failedChecks + (failures.length === 0 && silentRunner ? 1 : 0);
const again = perRunner.reduce((sum, runner) => sum + (runner.again ?? 0), 0);
if (again > 0) console.log(`\n${again} passed only when tried again: look into them.`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);
