import { basename } from 'node:path';
import { ShrikeError } from '../../src/lib/core/errors';
import type { TrainingConfig } from '../../src/lib/training/config';
import { readLabelled } from '../../src/lib/training/read-labelled';
import type { DataFile } from '../../src/lib/training/train-pack';
import type { CommandIo } from '../cli/command';
import { sha256OfFile } from '../cli/file-digest';
import { fileSource } from '../cli/node-source';

/** Reads a file of labelled transactions; standard input is refused, for it has no digest before it is read. */
export async function readData(path: string, config: TrainingConfig, io: CommandIo): Promise<DataFile> {
	if (path === '-') throw new ShrikeError('cli.usage', 'Training data must be files, whose digest the pack records. See --help.');
	io.note(`reading ${path}`);
	const data = await readLabelled(await fileSource(path), config.schema, io.signal);
	return { name: basename(path), sha256: await sha256OfFile(path), data };
}
