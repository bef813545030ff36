import { rm } from 'node:fs/promises';
import type { BenchFile } from './bench-file';
import type { Contender, Opened } from './contenders/types';
import { probabilitiesIn } from './scored-file';
import { type Spread, spread } from './statistics';
import { figure, markdownTable, whole } from './table';

/** A row of the main table; null where what the contender needs is not installed. */
export interface BenchRow {
	readonly name: string;
	readonly seconds: Spread | null;
	readonly rowsPerSecond: number | null;
}

/** What `--json` prints. */
export interface BenchReport {
	readonly rows: readonly BenchRow[];
	/** The peer's median over that of Shrike's MLP row; null where one of them was not measured. */
	readonly ratios: { readonly pandas: number | null; readonly duckdb: number | null; readonly papaparseTfjs: number | null };
}

/** A contender's measurements, and what it wrote at its first run. */
export interface Result {
	readonly contender: Contender;
	readonly seconds: Spread | null;
	readonly about: string;
	readonly caveat: string;
	/** Null where nothing was written or wanted. */
	readonly probabilities: Float64Array | null;
}

/**
 * Runs contenders in turn, round by round, so that whatever else the machine does meets all of them. None is measured while
 * another works.
 *
 * @param read whether what they write at their first run is read
 */
export async function measureAll(
	contenders: readonly Contender[],
	file: BenchFile,
	runs: number,
	read: boolean,
	note: (line: string) => void
): Promise<Result[]> {
	const open: { readonly contender: Contender; readonly opened: Opened | null; readonly seconds: number[]; probabilities: Float64Array | null }[] = [];
	try {
		for (const contender of contenders) {
			open.push({ contender, opened: await contender.open(file), seconds: [], probabilities: null });
		}
		for (let round = 1; round <= runs; round++) {
			for (const one of open) {
				if (!one.opened) continue;
				const { seconds, output } = await one.opened.run();
				note(`${round}/${runs}  ${one.contender.name}: ${seconds.toFixed(2)} s`);
				one.seconds.push(seconds);
				if (output === null) continue;
				if (read && round === 1) one.probabilities = await probabilitiesIn(output);
				await rm(output, { force: true });
			}
		}
	} finally {
		for (const { opened } of open) await opened?.close();
	}
	return open.map(({ contender, opened, seconds, probabilities }) => ({
		contender,
		seconds: opened && spread(seconds),
		about: opened?.about ?? '',
		caveat: opened?.caveat ?? '',
		probabilities
	}));
}

/** @param rows of the file */
export function reportOf(results: readonly Result[], rows: number): BenchReport {
	const median = (id: Contender['id']): number | null => results.find(({ contender }) => contender.id === id)?.seconds?.median ?? null;
	const ours = median('shrike-mlp');
	const ratio = (peer: number | null): number | null => (ours === null || peer === null ? null : peer / ours);
	return {
		rows: results.map(({ contender, caveat, seconds }) => ({
			name: caveat === '' ? contender.name : `${contender.name} (${caveat})`,
			seconds,
			rowsPerSecond: seconds && Math.round(rows / seconds.median)
		})),
		ratios: { pandas: ratio(median('pandas')), duckdb: ratio(median('duckdb')), papaparseTfjs: ratio(median('papaparse-tfjs')) }
	};
}

/** The report for a person, with what it depends on. */
export function reportText(results: readonly Result[], file: BenchFile): string {
	const report = reportOf(results, file.rows);
	const ours = results.find(({ contender }) => contender.id === 'shrike-mlp')?.seconds?.median ?? null;
	const rows = report.rows.map(({ name, seconds, rowsPerSecond }) => {
		if (!seconds || rowsPerSecond === null) return [name, 'not here', '', '', '', ''];
		const times = ours === null ? '' : `${figure(seconds.median / ours)} ×`;
		return [name, figure(seconds.median), figure(seconds.min), figure(seconds.max), whole(rowsPerSecond), times];
	});
	const table = markdownTable(['file to scored file', 'median s', 'min', 'max', 'rows/s', 'time over Shrike’s'], rows);
	const absent = results.filter(({ seconds }) => seconds === null).map(({ contender }) => `- ${contender.name} needs ${contender.needs}.`);
	const about = results.filter(({ seconds }) => seconds !== null).map((result) => `- ${result.contender.name}: ${result.about}`);
	return [table, '', ...about, ...absent].join('\n');
}
