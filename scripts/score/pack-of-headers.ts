import { recognisePack } from '../../src/lib/engine/recognise-pack';
import type { CommandIo } from '../cli/command';
import { readIndex } from '../cli/pack-folder';
import { modelFolder } from '../cli/project';

const usual = 'ulb-mlp';

/**
 * Name of the pack that came with Shrike and fits a file: the usual one where it does, or where none does. Another is
 * named in a note.
 */
export async function packOfHeaders(headers: readonly string[], io: CommandIo): Promise<string> {
	const { packs } = await readIndex(modelFolder);
	const first = packs.filter(({ name }) => name === usual);
	const found = recognisePack(first, headers) ?? recognisePack(packs, headers);
	if (found === null || found.name === usual) return usual;
	io.note(`model     ${found.name}, by the columns of the file; --pack NAME takes another`);
	return found.name;
}
