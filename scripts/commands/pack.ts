import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { ShrikeError } from '../../src/lib/core/errors';
import { layersModel, weightPaths } from '../../src/lib/core/members/layers-model-schema';
import { importPack } from '../../src/lib/training/import-pack';
import { decimal, parsed, required, usage } from '../cli/arguments';
import { exitCodes } from '../cli/command';
import type { Command } from '../cli/command';
import { writePack } from '../cli/pack-folder';

export const pack: Command = {
	name: 'pack',
	summary: 'make a pack of your own TF.js model',
	help: `Makes a pack of an exported TF.js layers model, its scaler and a schema. docs/packs.md describes the files.

Usage: npm run shrike -- pack --tfjs model.json --scaler scaler.json --schema schema.json --out FOLDER
                              [--name NAME] [--title TEXT] [--threshold T] [--licence TEXT]

  --tfjs FILE       model.json of a TF.js layers model (a chain of dense layers), its weight files beside it
  --scaler FILE     ours, or scikit-learn's: {"mean_": […], "scale_": […], "feature_names_in_": […], "clip": 10}
  --schema FILE     the raw columns, and the pipeline if features are more than copies of them
  --out FOLDER      where the pack goes
  --name NAME       lower-case letters, digits, dashes (default: the folder's name)
  --title TEXT      shown to people (default: the name)
  --threshold T     score from which a transaction is to be reviewed, 0 to 1 (default 0.5)
  --licence TEXT    recorded in the pack (default: not stated)

Prints one JSON object: folder, sha256, features, and the largest difference to TF.js' own predictions.
`,
	async run(args, io) {
		const { values, positionals } = parsed(args, {
			tfjs: { type: 'string' },
			scaler: { type: 'string' },
			schema: { type: 'string' },
			out: { type: 'string' },
			name: { type: 'string' },
			title: { type: 'string' },
			threshold: { type: 'string', default: '0.5' },
			licence: { type: 'string', default: 'not stated' }
		});
		if (positionals.length > 0) throw usage(`“${positionals[0]}” is not understood`);
		const modelPath = required(values.tfjs, '--tfjs FILE');
		const folder = required(values.out, '--out FOLDER');
		const name = values.name ?? basename(resolve(folder)).toLowerCase();
		if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) throw usage(`--name: “${name}” is not of lower-case letters, digits and dashes`);
		const model = await readJson(modelPath);
		const { files, sha256, manifest, difference, reexported } = await importPack({
			model,
			weights: await readWeights(model, dirname(modelPath)),
			scaler: await readJson(required(values.scaler, '--scaler FILE')),
			schema: await readJson(required(values.schema, '--schema FILE')),
			name,
			title: values.title ?? name,
			threshold: decimal(values.threshold, '--threshold', 0, 1),
			licence: values.licence,
			command: `shrike pack --tfjs ${basename(modelPath)} --name ${name}`
		});
		await writePack(folder, files, { name, title: manifest.title, sha256 });
		if (reexported) io.note('TF.js itself cannot load this model.json (a newer Keras wrote it); the pack holds it rewritten as a plain chain of dense layers.');
		io.note(`wrote ${folder}`);
		await io.out(`${JSON.stringify({ folder, sha256, features: manifest.scaler.names, difference }, null, 2)}\n`);
		return exitCodes.ok;
	}
};

async function readJson(path: string): Promise<unknown> {
	try {
		return JSON.parse(new TextDecoder().decode(await readBytes(path))) as unknown;
	} catch (error) {
		if (error instanceof ShrikeError) throw error;
		throw new ShrikeError('pack.invalid', `${path} is not JSON. Choose the right file.`, {}, { cause: error });
	}
}

async function readWeights(model: unknown, folder: string): Promise<Uint8Array[]> {
	const manifest = layersModel.pick({ weightsManifest: true }).safeParse(model);
	if (!manifest.success) {
		throw new ShrikeError(
			'pack.invalid',
			`--tfjs is no TF.js layers model: ${z.prettifyError(manifest.error)}. Choose the model.json that TF.js or its converter wrote.`
		);
	}
	return Promise.all(weightPaths(manifest.data).map((path) => readBytes(join(folder, path))));
}

async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
	try {
		return new Uint8Array(await readFile(path));
	} catch (cause) {
		throw new ShrikeError('file.unreadable', `${path} cannot be read. Check its path; weight files lie beside model.json.`, {}, { cause });
	}
}
