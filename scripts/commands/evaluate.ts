import { basename } from 'node:path';
import { figuresTable } from '../../src/lib/training/figures-table';
import type { DataFile } from '../../src/lib/training/train-pack';
import { greatestSeed, integer, parsed, required, usage } from '../cli/arguments';
import { exitCodes } from '../cli/command';
import type { Command, CommandIo } from '../cli/command';
import { sha256OfFile } from '../cli/file-digest';
import { requireWritable, writeOutput } from '../cli/output-file';
import { evaluateAll } from '../evaluate/all';
import { evaluateHelp } from '../evaluate/help';
import { judgePack } from '../evaluate/judge-pack';
import { judgeScored } from '../evaluate/judge-scored';
import { protocolOf } from '../evaluate/protocol-option';
import { scoredLines } from '../evaluate/scored-lines';
import { configNamed } from '../train/config-named';
import { progressReport } from '../train/progress-line';
import { readData } from '../train/read-data';
import { readFolds } from '../train/read-folds';

const options = {
	pack: { type: 'string' },
	data: { type: 'string', multiple: true },
	protocol: { type: 'string' },
	split: { type: 'string' },
	folds: { type: 'string' },
	'train-from': { type: 'string' },
	'train-to': { type: 'string' },
	'test-from': { type: 'string' },
	'test-to': { type: 'string' },
	'delay-days': { type: 'string' },
	seed: { type: 'string', default: '1' },
	out: { type: 'string' },
	json: { type: 'boolean' },
	scored: { type: 'string' },
	label: { type: 'string' },
	score: { type: 'string', default: 'fraud_probability' },
	card: { type: 'string' },
	time: { type: 'string' },
	amount: { type: 'string' },
	'normal-weight': { type: 'string' },
	threshold: { type: 'string' },
	k: { type: 'string' },
	'remove-detected': { type: 'boolean' },
	'review-cost': { type: 'string' },
	all: { type: 'boolean' },
	'data-folder': { type: 'string' },
	docs: { type: 'string' },
	only: { type: 'string' },
	force: { type: 'boolean' }
} as const;
type Values = ReturnType<typeof parsed<typeof options>>['values'];

export const evaluate: Command = {
	name: 'evaluate',
	summary: 'measure a pack on rows that it has not learned from, or a scored file',
	help: evaluateHelp,
	async run(args, io) {
		const { values, positionals } = parsed(args, options);
		if (positionals.length > 0) throw usage(`“${positionals[0]}” is not understood; data files are given with --data`);
		if (values.all) await evaluateAll({ ...values, folder: required(values['data-folder'], '--data-folder FOLDER') }, io);
		else if (values.scored === undefined) await evaluatePack(values, io);
		else {
			const judged = await judgeScored({ ...values, scored: values.scored }, io);
			if (!values.json) io.note(figuresTable([{ name: basename(values.scored), figures: judged.figures }]));
			await io.out(`${JSON.stringify(judged, null, 2)}\n`);
		}
		return exitCodes.ok;
	}
};

async function evaluatePack(values: Values, io: CommandIo): Promise<void> {
	const config = configNamed(required(values.pack, '--pack NAME'));
	const paths = required(values.data, '--data FILE');
	const seed = integer(values.seed, '--seed', 0, greatestSeed);
	const protocol = protocolOf(config, values);
	if (protocol.split.kind === 'folds' && paths.length > 1) throw usage('--folds belongs to one data file: its rows are counted from 0');
	if (values.out !== undefined) await requireWritable(values.out);
	const files: DataFile[] = [];
	for (const path of paths) files.push(await readData(path, config, io));
	const folds =
		values.folds === undefined
			? null
			: { name: basename(values.folds), sha256: await sha256OfFile(values.folds), listed: await readFolds(values.folds, files[0].data.rows) };
	if (protocol.split.kind === 'random') io.note('Split at random: optimistic, the test has the days and cards of the training.');

	const { judgement, tested, foldOf } = await judgePack({ config, protocol, files, folds, seed, report: progressReport(io), note: io.note });
	if (values.out !== undefined) await writeOutput(values.out, scoredLines(tested, foldOf), io);
	if (!values.json) {
		io.note(judgement.protocol.text);
		io.note(figuresTable([{ name: 'ensemble', figures: judgement.figures }, ...judgement.members.map(({ id, figures }) => ({ name: id, figures }))]));
	}
	await io.out(`${JSON.stringify(judgement, null, 2)}\n`);
}
