import { recognisePacks } from '../../src/lib/core/schema/recognise';
import type { CommandIo } from '../cli/command';
import { readIndex } from '../cli/pack-folder';
import { modelFolder } from '../cli/project';

const usual = 'ulb-mlp';

/**
 * Name of the pack that came with Shrike and fits a file best; of equal ones the first. The usual one where none does.
 * Another than that is named in a note.
 */
export async function packOfHeaders(headers: readonly string[], io: CommandIo): Promise<string> {
	const { packs } = await readIndex(modelFolder);
	const best = recognisePacks(headers, packs).ranking.find(({ fits }) => fits);
	if (!best || best.name === usual) return usual;
	io.note(`model     ${best.name}, by the columns of the file; --pack NAME takes another`);
	return best.name;
}
