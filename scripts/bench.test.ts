import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
// Whatever is built: nothing of these needs a browser.
const options = { env: { ...process.env, BENCH_BUILD: 'build' }, timeout: 60_000 };
const bench = (...args: string[]) => run(process.execPath, ['scripts/bench.mjs', ...args], options);

test('the small form agrees on the scores of contenders, and reports what was not measured as null', { timeout: 60_000 }, async () => {
	const { stdout, stderr } = await bench('--small', '--json', '--rows', '200', '--only', 'shrike-cli,http');
	expect(stderr).toContain('as they should be');
	const seconds = { median: expect.any(Number), min: expect.any(Number), max: expect.any(Number) };
	const row = { seconds, rowsPerSecond: expect.any(Number) };
	expect(JSON.parse(stdout)).toStrictEqual({
		rows: [
			{ name: 'Shrike, command line (whole process)', ...row },
			{ name: 'HTTP service, one JSON row a request, 4 clients', ...row }
		],
		ratios: { pandas: null, duckdb: null, papaparseTfjs: null }
	});
});

test('an unknown contender is refused', async () => {
	await expect(bench('--only', 'polars')).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('polars') });
});
