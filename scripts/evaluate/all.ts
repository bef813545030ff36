import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import type { TrainingConfig } from '../../src/lib/training/config';
import type { Protocol } from '../../src/lib/training/protocols/protocol';
import type { DataFile } from '../../src/lib/training/train-pack';
import { usage } from '../cli/arguments';
import type { CommandIo } from '../cli/command';
import { sha256OfFile } from '../cli/file-digest';
import { requireWritable, writeOutput } from '../cli/output-file';
import { projectFolder } from '../cli/project';
import { configNamed } from '../train/config-named';
import { progressReport } from '../train/progress-line';
import { readData } from '../train/read-data';
import { readFolds } from '../train/read-folds';
import { judgePack } from './judge-pack';
import { readPlan } from './plan';
import type { PlannedEvaluation } from './plan';
import { renderEvaluations } from './render';
import { readResults } from './results';
import type { EvaluationResult } from './results';

export interface AllOptions {
	readonly folder: string;
	/** The page to write, `.md`. */
	readonly docs?: string;
	readonly only?: string;
	readonly force?: boolean;
}

/**
 * Runs the planned evaluations one after the other. After each the results and the page are written, so that an interrupted
 * run goes on where it was; what has the same data, configuration, protocol and seed as before is kept unless `force`.
 */
export async function evaluateAll({ folder, docs = join(projectFolder, 'docs', 'evaluation.md'), only = '', force = false }: AllOptions, io: CommandIo): Promise<void> {
	if (!docs.endsWith('.md')) throw usage(`--docs needs a name that ends in .md, not “${docs}”`);
	const resultsPath = `${docs.slice(0, -'.md'.length)}.json`;
	for (const path of [docs, resultsPath]) await requireWritable(path);
	const { seed, evaluations } = await readPlan();
	if (!evaluations.some(({ name }) => name.startsWith(only))) throw usage(`--only: no evaluation begins with “${only}”; there is: ${evaluations.map(({ name }) => name).join(', ')}`);
	let { results } = await readResults(resultsPath);
	for (const planned of evaluations) {
		if (!planned.name.startsWith(only)) continue;
		const before = results.find(({ name }) => name === planned.name);
		const result = await evaluated(planned, { folder, seed, before: force ? undefined : before }, io);
		results = evaluations.flatMap(({ name }) => (name === planned.name ? [result] : results.filter((one) => one.name === name)));
		const all = { format: 'shrike-evaluations', results } as const;
		await writeOutput(resultsPath, [`${JSON.stringify(all, null, '\t')}\n`], io);
		await writeOutput(docs, [renderEvaluations(all)], io);
	}
	io.note(`wrote ${docs} and ${resultsPath}`);
	await io.out(`${JSON.stringify(results.map(({ name, judgement }) => ({ name, figures: judgement.figures })), null, 2)}\n`);
}

async function evaluated(
	planned: PlannedEvaluation,
	{ folder, seed, before }: { readonly folder: string; readonly seed: number; readonly before: EvaluationResult | undefined },
	io: CommandIo
): Promise<EvaluationResult> {
	const config = configNamed(planned.pack);
	const protocol = protocolNamed(config, planned.protocol);
	const paths = planned.data.map((path) => join(folder, path));
	const foldsPath = planned.folds === undefined ? null : join(folder, planned.folds);
	const digests: string[] = [];
	for (const path of [...paths, ...(foldsPath === null ? [] : [foldsPath])]) digests.push(await sha256OfFile(path));
	const inputs = createHash('sha256').update(JSON.stringify([config, protocol, seed, digests])).digest('hex');
	const { name, title, target, floors, remark = null } = planned;
	const labels = { name, title, target, floors, remark, inputs };
	if (before?.inputs === inputs) {
		io.note(`${name}: unchanged, kept`);
		return { ...before, ...labels };
	}
	io.note(`${name}: ${title}`);
	const files: DataFile[] = [];
	for (const path of paths) files.push(await readData(path, config, io));
	const folds =
		foldsPath === null
			? null
			: { name: basename(foldsPath), sha256: digests[digests.length - 1], listed: await readFolds(foldsPath, files[0].data.rows) };
	const { judgement } = await judgePack({ config, protocol, files, folds, seed, report: progressReport(io), note: io.note });
	return { ...labels, versions: await versions(), judgement };
}

function protocolNamed(config: TrainingConfig, name: string): Protocol {
	const found = config.protocols.find((protocol) => protocol.name === name);
	if (!found) throw usage(`The pack ${config.name} has no protocol “${name}”: correct config/evaluation.yaml`);
	return found;
}

async function versions(): Promise<EvaluationResult['versions']> {
	const json: unknown = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8'));
	const { version, dependencies } = z.object({ version: z.string(), dependencies: z.record(z.string(), z.string()) }).parse(json);
	return { shrike: version, node: process.versions.node, tfjs: dependencies['@tensorflow/tfjs'].replace(/^\D+/, '') };
}
