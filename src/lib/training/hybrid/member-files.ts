import { serialiseTrees } from '../../core/members/trees/serialise';
import { sha256Hex } from '../../core/pack/digest';
import type { Member } from '../../core/pack/manifest';
import { layersModelFiles } from '../model-files';
import { jsonFile } from '../pack-files';
import type { PackFiles } from '../pack-files';
import type { FittedMember } from './fit-member';

/**
 * A pack's files of its members, and how the manifest lists them. A network alone is `model.json`, else it has its id's name
 * and only its weights are named by their content, as trees are.
 */
export async function memberFiles(fitted: readonly FittedMember[]): Promise<{ readonly files: PackFiles; readonly members: readonly Member[] }> {
	const files: PackFiles = new Map();
	const members: Member[] = [];
	for (const { config, model } of fitted) {
		let name = fitted.length === 1 ? 'model.json' : `${config.id}.json`;
		if (model.kind === 'trees') {
			const bytes = jsonFile(serialiseTrees(model.trees));
			name = `trees.${(await sha256Hex(bytes)).slice(0, 8)}.json`;
			files.set(name, bytes);
		} else {
			const dropout = config.kind === 'mlp' ? config.dropout : 0;
			for (const [file, bytes] of await layersModelFiles(model.network, dropout, name)) files.set(file, bytes);
		}
		members.push({ kind: config.kind, id: config.id, model: name });
	}
	return { files, members };
}
