import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { isScalar, isSeq, parseDocument, stringify } from 'yaml';
import type { Document } from 'yaml';
import { nested } from '../../src/lib/training/search/with-parameters';
import { pathFrom } from './config-file';
import type { ReadConfig } from './config-file';
import type { TrainJob } from './train-job';

type Values = Readonly<Record<string, unknown>>;

/** The part of a configuration file that says these parameters. */
export function parametersYaml(parameters: Values): string {
	const { combiner, ...members } = nested(parameters);
	return stringify({ ...(Object.keys(members).length > 0 ? { members } : {}), ...(combiner === undefined ? {} : { combiner }) }, { collectionStyle: 'any' });
}

/** What the command line may have said otherwise than the file. */
type Said = Pick<TrainJob, 'data' | 'seed'> & { readonly config: { readonly name: string } };

/**
 * Writes the configuration file with these parameters, its comments kept, into a folder from which its paths lead to the same
 * files; pack, seed and data are those that were searched with. Resolves to its path.
 */
export async function writeBestConfig(from: ReadConfig, { config, seed, data }: Said, parameters: Values, folder: string): Promise<string> {
	const document = parseDocument(from.text);
	if (from.file.pack !== config.name) document.set('pack', config.name);
	if (from.file.seed !== seed) document.set('seed', seed);
	const listed = from.file.data[config.name]?.map((file) => pathFrom(from.path, file));
	if (listed?.join('\n') !== data.join('\n')) document.setIn(['data', config.name], document.createNode(data.map((file) => resolve(file))));
	for (const [name, value] of Object.entries(parameters)) {
		const path = name.split('.');
		document.setIn(path[0] === 'combiner' ? path : ['members', ...path], document.createNode(value, { flow: true }));
	}
	const target = resolve(folder, 'best.yaml');
	movePaths(document, from.path, target);
	await mkdir(folder, { recursive: true });
	await writeFile(target, document.toString());
	return join(folder, 'best.yaml');
}

function movePaths(document: Document, before: string, after: string): void {
	const moved = (path: string): string => (isAbsolute(path) ? path : relative(dirname(after), pathFrom(before, path)) || '.');
	for (const name of ['out', 'runs']) {
		const path = document.get(name);
		if (typeof path === 'string') document.set(name, moved(path));
	}
	const data: unknown = document.toJS();
	if (typeof data !== 'object' || data === null || !('data' in data) || typeof data.data !== 'object' || data.data === null) return;
	for (const pack of Object.keys(data.data)) {
		const files = document.getIn(['data', pack], true);
		if (!isSeq(files)) continue;
		for (const item of files.items) if (isScalar(item) && typeof item.value === 'string') item.value = moved(item.value);
	}
}
