import { join } from 'node:path';
import type { TrainingConfig } from '../../src/lib/training/config';
import type { Protocol } from '../../src/lib/training/protocols/protocol';
import { flattened, withParameters } from '../../src/lib/training/search/with-parameters';
import { greatestSeed, integer, required } from '../cli/arguments';
import { modelFolder } from '../cli/project';
import { configNamed } from '../train/config-named';
import { configInvalid, pathFrom, readConfigFile, within } from './config-file';
import type { ReadConfig } from './config-file';

/** What is to be trained, of what, and where to. */
export interface TrainJob {
	readonly config: TrainingConfig;
	/** Of data files, as they can be opened. */
	readonly data: readonly string[];
	readonly seed: number;
	readonly folder: string;
	/** The central configuration, if one was given. */
	readonly from: ReadConfig | null;
}

export interface TrainArguments {
	readonly config?: string;
	readonly pack?: string;
	readonly data?: readonly string[];
	readonly seed?: string;
	readonly out?: string;
}

/**
 * Puts the command line and the central configuration together; what the command line says goes before. Rejects with `cli.usage`
 * and `config.invalid`.
 */
export async function trainJob(values: TrainArguments): Promise<TrainJob> {
	const seed = values.seed === undefined ? null : integer(values.seed, '--seed', 0, greatestSeed);
	if (values.config === undefined) {
		const config = configNamed(required(values.pack, '--pack NAME'));
		return { config, data: required(values.data, '--data FILE'), seed: seed ?? 1, folder: values.out ?? join(modelFolder, config.name), from: null };
	}
	const from = await readConfigFile(values.config);
	const { path, file } = from;
	const config = configured(values.pack === undefined ? named(from) : configNamed(values.pack), from);
	const listed = Object.hasOwn(file.data, config.name) ? file.data[config.name] : undefined;
	const data = values.data ?? listed?.map((name) => pathFrom(path, name));
	if (!data) throw configInvalid(path, `data.${config.name}`, 'it is missing: list the files to train on, or give them with --data');
	const out = file.out === undefined ? join(modelFolder, config.name) : pathFrom(path, file.out);
	return { config, data, seed: seed ?? file.seed, folder: values.out ?? out, from };
}

function named({ path, file }: ReadConfig): TrainingConfig {
	try {
		return configNamed(file.pack);
	} catch {
		throw configInvalid(path, 'pack', `there is no pack “${file.pack}” to train; see “shrike train --help”`);
	}
}

/** A pack's own configuration with everything that the file changes. */
function configured(base: TrainingConfig, { path, file }: ReadConfig): TrainingConfig {
	const members = within(path, 'members.', () => withParameters(base, flattened(file.members)));
	const joined = within(path, '', () => withParameters(members, flattened({ combiner: file.combiner })));
	const { threshold } = file;
	return { ...joined, protocols: protocolsOf(base, { path, file }), ...(threshold ? { threshold } : {}) };
}

function protocolsOf({ name, protocols }: TrainingConfig, { path, file: { split } }: Pick<ReadConfig, 'path' | 'file'>): TrainingConfig['protocols'] {
	if (!split) return protocols;
	if (split.protocol !== undefined) {
		const chosen = protocols.find((protocol) => protocol.name === split.protocol);
		if (!chosen) throw configInvalid(path, 'split.protocol', `the pack ${name} has no “${split.protocol}”; it has ${protocols.map((p) => p.name).join(', ')}`);
		return [chosen, ...protocols.filter((protocol) => protocol !== chosen)];
	}
	const [first] = protocols;
	const own: Protocol = split.time
		? { name: 'configured', title: 'split by time as configured', split: { kind: 'time', ...split.time }, removeKnown: null, removeDetected: first.removeDetected }
		: {
				name: 'configured',
				title: 'split at random as configured (optimistic)',
				split: { kind: 'random', ...(split.random ?? { train: 0.6, validation: 0.2 }) },
				removeKnown: null,
				removeDetected: first.removeDetected
			};
	return [own, ...protocols];
}
