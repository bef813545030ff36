import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { ShrikeError } from '../../src/lib/core/errors';
import { layersModel, weightPaths } from '../../src/lib/core/members/layers-model-schema';
import type { Manifest } from '../../src/lib/core/pack/manifest';
import { importPack } from '../../src/lib/training/import-pack';
import type { ImportLabels } from '../../src/lib/training/import-pack';
import { importTreesPack } from '../../src/lib/training/import-trees';
import type { PackFiles } from '../../src/lib/training/pack-files';
import { decimal, parsed, required, usage } from '../cli/arguments';
import { exitCodes } from '../cli/command';
import type { Command, CommandIo } from '../cli/command';
import { writePack } from '../cli/pack-folder';

const modelKinds = ['tfjs', 'xgboost', 'lightgbm'] as const;

export const pack: Command = {
	name: 'pack',
	summary: 'make a pack of your own TF.js, XGBoost or LightGBM model',
	help: `Makes a pack of a model that was trained elsewhere and a schema of its data. docs/packs.md describes the files.

Usage: npm run shrike -- pack --tfjs model.json --scaler scaler.json --schema schema.json --out FOLDER
       npm run shrike -- pack --xgboost model.json --schema schema.json --out FOLDER
       npm run shrike -- pack --lightgbm model.txt --schema schema.json --out FOLDER
                              [--name NAME] [--title TEXT] [--threshold T] [--licence TEXT]

  --tfjs FILE       model.json of a TF.js layers model (a chain of dense layers), its weight files beside it
  --xgboost FILE    what save_model writes to a .json file: boosted trees with a logistic objective
  --lightgbm FILE   what save_model writes: boosted trees with the objective binary or cross_entropy
  --scaler FILE     ours, or scikit-learn's: {"mean_": […], "scale_": […], "feature_names_in_": […], "clip": 10};
                    trees need none when they were trained on the features as they are
  --schema FILE     the raw columns, and the pipeline if features are more than copies of them
  --out FOLDER      where the pack goes
  --name NAME       lower-case letters, digits, dashes (default: the folder's name)
  --title TEXT      shown to people (default: the name)
  --threshold T     score from which a transaction is to be reviewed, 0 to 1 (default 0.5)
  --licence TEXT    recorded in the pack (default: not stated)

Prints one JSON object: folder, sha256, features, and for a TF.js model the largest difference to TF.js' own predictions,
else the number of trees.
`,
	async run(args, io) {
		const { values, positionals } = parsed(args, {
			tfjs: { type: 'string' },
			xgboost: { type: 'string' },
			lightgbm: { type: 'string' },
			scaler: { type: 'string' },
			schema: { type: 'string' },
			out: { type: 'string' },
			name: { type: 'string' },
			title: { type: 'string' },
			threshold: { type: 'string', default: '0.5' },
			licence: { type: 'string', default: 'not stated' }
		});
		if (positionals.length > 0) throw usage(`“${positionals[0]}” is not understood`);
		const given = modelKinds.filter((kind) => values[kind] !== undefined);
		if (given.length > 1) throw usage(`--${given.join(' and --')} are models of different kinds: give one`);
		const kind = given[0] ?? 'tfjs';
		const modelPath = required(values[kind], '--tfjs FILE, --xgboost FILE or --lightgbm FILE');
		const folder = required(values.out, '--out FOLDER');
		const name = values.name ?? basename(resolve(folder)).toLowerCase();
		if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) throw usage(`--name: “${name}” is not of lower-case letters, digits and dashes`);
		const labels = async (): Promise<ImportLabels> => ({
			schema: await readJson(required(values.schema, '--schema FILE')),
			name,
			title: values.title ?? name,
			threshold: decimal(values.threshold, '--threshold', 0, 1),
			licence: values.licence,
			command: `shrike pack --${kind} ${basename(modelPath)} --name ${name}`
		});
		const made =
			kind === 'tfjs'
				? await packNetwork(modelPath, required(values.scaler, '--scaler FILE'), labels, io)
				: await packTrees(kind, modelPath, values.scaler, labels, io);
		const { manifest, sha256, facts } = made;
		await writePack(folder, made.files, { name, title: manifest.title, sha256 });
		io.note(`wrote ${folder}`);
		await io.out(`${JSON.stringify({ folder, sha256, features: manifest.scaler.names, ...facts }, null, 2)}\n`);
		return exitCodes.ok;
	}
};

interface Made {
	readonly files: PackFiles;
	readonly sha256: string;
	readonly manifest: Manifest;
	/** What else is printed. */
	readonly facts: { readonly [name: string]: number };
}

async function packNetwork(path: string, scaler: string, labels: () => Promise<ImportLabels>, io: CommandIo): Promise<Made> {
	const model = await readJson(path);
	const { difference, reexported, ...made } = await importPack({
		...(await labels()),
		model,
		weights: await readWeights(model, dirname(path)),
		scaler: await readJson(scaler)
	});
	if (reexported) io.note('TF.js itself cannot load this model.json (a newer Keras wrote it); the pack holds it rewritten as a plain chain of dense layers.');
	return { ...made, facts: { difference } };
}

async function packTrees(
	library: 'xgboost' | 'lightgbm',
	path: string,
	scaler: string | undefined,
	labels: () => Promise<ImportLabels>,
	io: CommandIo
): Promise<Made> {
	const { trees, bestTrees, ...made } = await importTreesPack({
		...(await labels()),
		model:
			library === 'xgboost'
				? { library, json: await readJson(path) }
				: { library, text: new TextDecoder().decode(await readBytes(path)) },
		scaler: scaler === undefined ? null : await readJson(scaler)
	});
	if (bestTrees !== null) {
		io.note(
			`Early stopping would keep ${bestTrees} of the ${trees} trees; the pack has all, as Booster.predict uses them. ` +
				'Save a slice of the model to have fewer.'
		);
	}
	return { ...made, facts: { trees } };
}

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
