import { parsed, integer, usage } from '../scripts/cli/arguments';

export const contenderIds = ['shrike-mlp', 'shrike-hybrid', 'shrike-webgpu', 'shrike-cli', 'papaparse-tfjs', 'pandas', 'duckdb', 'http'] as const;
export type ContenderId = (typeof contenderIds)[number];

export const partNames = ['app', 'stages', 'logging', 'latency', 'cancel', 'cold-start', 'backends', 'growth'] as const;
export type PartName = (typeof partNames)[number];

/** Minutes and gigabytes: measured only when they are named. */
const heavyParts: readonly PartName[] = ['growth'];

/** What is measured. */
export interface Plan {
	readonly help: boolean;
	readonly rows: number;
	readonly runs: number;
	readonly small: boolean;
	readonly json: boolean;
	readonly contenders: readonly ContenderId[];
	readonly parts: readonly PartName[];
	/** Greatest file of the growth, in rows. */
	readonly growthRows: number;
	/** Where the growth's plot is written; null for nowhere. */
	readonly plot: string | null;
	/** A document whose tables are replaced by those measured; null for none. */
	readonly docs: string | null;
	/** WebGPU by a program on the CPU among the backends. */
	readonly softwareGpu: boolean;
}

export const benchHelp = `Measures Shrike beside its peers on one file, everything in the same run.

Usage: npm run bench -- [OPTIONS]

  --rows N        rows of the file, made by “shrike generate ulb” (default 284807)
  --runs K        runs of each contender in turn; medians with least and greatest are told (default 5)
  --json          the main table as one object on standard output, and no other table
  --small         20,000 rows, one run: checks what was computed instead of measuring; exit code 1 when something is wrong
  --only NAMES    of these only, separated by commas:
                  rows: ${contenderIds.join(', ')}
                  further tables: ${partNames.join(', ')}
                  (growth takes minutes and 20 GB of disk: it is measured only when it is named)
  --growth-rows N greatest file of the growth (default 10000000)
  --plot FILE     draws the growth as SVG
  --docs FILE     puts the tables into a document, each between its marks (docs/performance.md)
  --software-gpu  lets WebGPU by a program on the CPU take part in “backends”

Environment: BENCH_PYTHON, a Python with pandas and numpy; BENCH_MODULES, a folder where @duckdb/node-api or webgpu is
installed; BENCH_BUILD, a folder with another production build; CHROME_PATH, the browser; TMPDIR, the disk to work on.
`;

/** Throws `cli.usage`. */
export function planOf(args: readonly string[]): Plan {
	const { values, positionals } = parsed(args, {
		rows: { type: 'string' },
		runs: { type: 'string' },
		json: { type: 'boolean' },
		small: { type: 'boolean' },
		only: { type: 'string' },
		'growth-rows': { type: 'string', default: '10000000' },
		plot: { type: 'string' },
		docs: { type: 'string' },
		'software-gpu': { type: 'boolean' },
		help: { type: 'boolean' }
	});
	if (positionals.length > 0) throw usage(`“${positionals[0]}” is no option`);
	const small = values.small ?? false;
	const json = values.json ?? false;
	const named = values.only?.split(',').map((name) => name.trim());
	const stranger = named?.find((name) => !isContender(name) && !isPart(name));
	if (stranger !== undefined) throw usage(`--only knows no “${stranger}”`);
	const usualParts = partNames.filter((name) => !small && !json && !heavyParts.includes(name));
	return {
		help: values.help ?? false,
		rows: integer(values.rows ?? (small ? '20000' : '284807'), '--rows', 1, 100_000_000),
		runs: integer(values.runs ?? (small ? '1' : '5'), '--runs', 1, 1000),
		small,
		json,
		contenders: named ? contenderIds.filter((id) => named.includes(id)) : contenderIds,
		parts: named ? partNames.filter((name) => named.includes(name)) : usualParts,
		growthRows: integer(values['growth-rows'], '--growth-rows', 1, 1_000_000_000),
		plot: values.plot ?? null,
		docs: values.docs ?? null,
		softwareGpu: values['software-gpu'] ?? false
	};
}

const isContender = (name: string): name is ContenderId => contenderIds.some((id) => id === name);
const isPart = (name: string): name is PartName => partNames.some((part) => part === name);
