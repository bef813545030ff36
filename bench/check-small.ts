import type { Contender } from './contenders/types';
import type { BenchReport, Result } from './main-table';

/** Scores of different programs on the same network: float32 sums in another order, and nine digits in the file. */
const tolerance = 1e-4;
/** Shrike's own backends and its command line: by the same kernel, to the digits that a file has. */
const ownTolerance = 1e-6;

/**
 * Ratios below which Shrike has become grossly slower: a fifth and less of those of a quiet machine. At some ten thousand
 * rows much of a run is opening, drawing and code that is still compiled, and one run is measured: they say no more.
 */
const leastRatios: BenchReport['ratios'] = { pandas: 0.25, duckdb: 0.03, papaparseTfjs: 0.25 };

/** What is wrong with a small run, in sentences; empty when nothing is. Times are judged against each other only. */
export function faultsOf(results: readonly Result[], { ratios }: BenchReport, rows: number): string[] {
	const measured = results.filter(({ seconds }) => seconds !== null);
	// Shrike in the browser where it was measured: it comes first.
	const reference = measured.find(({ contender }) => isOurs(contender) && contender.scoresMlp) ?? null;
	return [
		...measured.flatMap((result) => faultsOfOne(result, reference, rows)),
		...Object.entries(leastRatios).flatMap(([peer, least]) => {
			const ratio = Object.entries(ratios).find(([name]) => name === peer)?.[1] ?? null;
			return ratio === null || least === null || ratio >= least ? [] : [`Shrike takes ${(1 / ratio).toFixed(1)} times as long as ${peer}.`];
		})
	];
}

const isOurs = ({ id }: Contender): boolean => id.startsWith('shrike-');

function faultsOfOne({ contender, probabilities }: Result, reference: Result | null, rows: number): string[] {
	const { name, scoresMlp } = contender;
	if (probabilities === null) return [`${name} wrote nothing.`];
	const expected = contender.id === 'http' ? Math.min(rows, probabilities.length) : rows;
	if (probabilities.length !== expected || probabilities.length === 0) return [`${name} wrote ${probabilities.length} rows of ${rows}.`];
	const bad = probabilities.findIndex((p) => !(p >= 0 && p <= 1));
	if (bad >= 0) return [`${name} gave row ${bad + 1} the probability ${probabilities[bad]}.`];
	const expectedScores = reference?.probabilities ?? null;
	if (!scoresMlp || reference === null || expectedScores === null) return [];
	const allowed = isOurs(contender) ? ownTolerance : tolerance;
	const far = probabilities.findIndex((p, row) => Math.abs(p - expectedScores[row]) > allowed);
	return far < 0 ? [] : [`${name} scored row ${far + 1} as ${probabilities[far]}, ${reference.contender.name} as ${expectedScores[far]}.`];
}
