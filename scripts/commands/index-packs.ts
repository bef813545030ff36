import { parsed, usage } from '../cli/arguments';
import { exitCodes } from '../cli/command';
import type { Command } from '../cli/command';
import { rebuildIndex } from '../cli/pack-folder';
import { modelFolder } from '../cli/project';

export const indexPacks: Command = {
	name: 'index-packs',
	summary: 'list the packs of a folder in its index.json',
	help: `Writes the index.json of a folder of packs anew, from their manifests: a static host cannot list folders.

Usage: npm run shrike -- index-packs [FOLDER]

  FOLDER          default: the one that the app takes its packs from
`,
	async run(args, io) {
		const { positionals } = parsed(args, {});
		if (positionals.length > 1) throw usage('Give one folder');
		const { packs } = await rebuildIndex(positionals[0] ?? modelFolder);
		for (const { name, title, sha256 } of packs) io.note(`${name}  ${title}  ${sha256.slice(0, 12)}…`);
		return exitCodes.ok;
	}
};
