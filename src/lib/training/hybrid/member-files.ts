import { serialiseTrees } from '../../core/members/trees/serialise';
import type { Member } from '../../core/pack/manifest';
import { layersModelFiles } from '../model-files';
import { jsonFile } from '../pack-files';
import type { PackFiles } from '../pack-files';
import type { FittedMember } from './fit-member';

/** A pack's files of its members, and how the manifest lists them. A member alone is `model.json`, else it has its id's name. */
export async function memberFiles(fitted: readonly FittedMember[]): Promise<{ readonly files: PackFiles; readonly members: readonly Member[] }> {
	const files: PackFiles = new Map();
	const members: Member[] = [];
	for (const { config, model } of fitted) {
		const name = fitted.length === 1 ? 'model.json' : `${config.id}.json`;
		if (model.kind === 'trees') files.set(name, jsonFile(serialiseTrees(model.trees)));
		else {
			const dropout = config.kind === 'mlp' ? config.dropout : 0;
			for (const [file, bytes] of await layersModelFiles(model.network, dropout, name)) files.set(file, bytes);
		}
		members.push({ kind: config.kind, id: config.id, model: name });
	}
	return { files, members };
}
