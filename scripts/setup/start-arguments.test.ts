import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../cli/project';
import { startArguments } from './start-arguments.mjs';

/** Both ways end before anything is installed, built or served. */
function start(...args: string[]): { status: number | null; stdout: string; stderr: string } {
	return spawnSync(process.execPath, [join(projectFolder, 'scripts/start.mjs'), ...args], { encoding: 'utf8' });
}

describe('npm start', () => {
	it('says what it can be told', () => {
		const { status, stdout, stderr } = start('--help');
		expect([status, stderr]).toEqual([0, '']);
		expect(stdout).toMatch(/--no-open[^]*PORT=/);
	});

	it('refuses what it does not know with a sentence and exit code 2', () => {
		const { status, stdout, stderr } = start('--no-opne');
		expect([status, stdout]).toEqual([2, '']);
		expect(stderr).toBe('There is no option --no-opne. See npm start -- --help.\n');
	});

	it('says how a port is given', () => {
		for (const args of [['--port', '8080'], ['--port=8080'], ['-p', '80'], ['8080']]) {
			expect(startArguments(args)).toEqual({ problem: expect.stringContaining('PORT=8080 npm start') as string });
		}
	});

	it('opens the browser unless told not to', () => {
		expect(startArguments([])).toEqual({ help: false, open: true });
		expect(startArguments(['--no-open'])).toEqual({ help: false, open: false });
	});
});
