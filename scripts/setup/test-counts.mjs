import { readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number, again?: number }} Counts `again`: passed only when tried again */

/** @param {unknown} value */
const count = (value) => (typeof value === 'number' ? value : 0);

/**
 * Counts of Vitest's JSON report. A file that could not even be loaded has no tests; it counts as one failure.
 * @param {{ numPassedTests?: number, numFailedTests?: number, numPendingTests?: number, numTodoTests?: number,
 *   testResults?: { status?: string, assertionResults?: { status?: string }[] }[] }} report
 * @returns {Counts}
 */
export function vitestCounts(report) {
	const broken = (report.testResults ?? []).filter(
		({ status, assertionResults = [] }) =>
			status === 'failed' && !assertionResults.some((result) => result.status === 'failed')
	);
	return {
		passed: count(report.numPassedTests),
		failed: count(report.numFailedTests) + broken.length,
		skipped: count(report.numPendingTests) + count(report.numTodoTests)
	};
}

/**
 * Counts of Playwright's JSON report. A test that passed only when tried again is a passed one that has to be looked into.
 * @param {{ stats?: { expected?: number, unexpected?: number, flaky?: number, skipped?: number }, errors?: unknown[] }} report
 * @returns {Counts}
 */
export function playwrightCounts({ stats = {}, errors = [] }) {
	return {
		passed: count(stats.expected) + count(stats.flaky),
		failed: count(stats.unexpected) + errors.length,
		skipped: count(stats.skipped),
		again: count(stats.flaky)
	};
}

/**
 * A report from disk, null when its runner did not get so far as to write one.
 * @param {string} path
 */
export function readReport(path) {
	try {
		return JSON.parse(readFileSync(path, 'utf8'));
	} catch {
		return null;
	}
}
