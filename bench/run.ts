import process from 'node:process';
import { toFailure } from '../src/lib/core/errors';
import { type BenchFile, benchFile } from './bench-file';
import { faultsOf } from './check-small';
import { putTables } from './docs-tables';
import { contenders } from './contenders/all';
import { machine } from './machine';
import { measureAll, reportOf, reportText } from './main-table';
import { parts } from './parts/all';
import { type Plan, benchHelp, planOf } from './plan';
import { temporaryFolder } from './temporary';

// `npm run bench`; see scripts/bench.mjs. Tables go to standard output, what is going on to standard error.

const note = (line: string): void => void process.stderr.write(`${line}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** What was measured, by name, for a document. */
const tables = new Map<string, string>();

function about({ rows, bytes }: BenchFile): string {
	return `${machine()}; ${rows.toLocaleString('en')} rows × 31 columns, ${(bytes / 1e6).toFixed(1)} MB`;
}

/** Returns the exit code. */
async function mainTable(plan: Plan, file: BenchFile): Promise<number> {
	const chosen = contenders.filter(({ id }) => plan.contenders.includes(id));
	if (chosen.length === 0) return 0;
	const results = await measureAll(chosen, file, plan.runs, plan.small, note);
	const report = reportOf(results, file.rows);
	print(plan.json ? JSON.stringify(report) : reportText(results, file));
	tables.set('rows', `${about(file)}\n\n${reportText(results, file)}`);
	if (!plan.small) return 0;
	const faults = faultsOf(results, report, file.rows);
	for (const fault of faults) note(fault);
	note(faults.length === 0 ? 'Row counts, scores and gross ratios are as they should be.' : `${faults.length} faults.`);
	return faults.length === 0 ? 0 : 1;
}

async function bench(plan: Plan): Promise<number> {
	const file = await benchFile(await temporaryFolder('files'), plan.rows);
	const what = about(file);
	if (plan.json) note(what);
	else print(`${what}\n`);
	const code = await mainTable(plan, file);
	for (const name of plan.parts) {
		note(`… ${name}`);
		const table = await parts[name](plan, file, note);
		print(`\n${table}`);
		// The growth has files of its own.
		tables.set(name, `${name === 'growth' ? machine() : about(file)}\n\n${table}`);
	}
	if (plan.docs !== null) await putTables(plan.docs, tables);
	return code;
}

// An end like any other: browsers, services and folders go with it.
for (const ending of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(ending, () => process.exit(130));
try {
	const plan = planOf(process.argv.slice(2));
	if (plan.help) print(benchHelp);
	else process.exitCode = await bench(plan);
} catch (error) {
	const { code, message } = toFailure(error);
	note(code === 'engine.internal' && error instanceof Error ? (error.stack ?? message) : `${code}: ${message}`);
	process.exitCode = code === 'cli.usage' ? 2 : 1;
}
