import { toLightgbm } from '../../src/lib/core/members/trees/lightgbm-export';
import { toXgboost } from '../../src/lib/core/members/trees/xgboost-export';
import { parsed, required, usage } from '../cli/arguments';
import { exitCodes } from '../cli/command';
import type { Command } from '../cli/command';
import { requireWritable, writeOutput } from '../cli/output-file';
import { loadPackFrom } from '../cli/pack-folder';

export const exportTrees: Command = {
	name: 'export',
	summary: "write a pack's trees as a model of XGBoost or LightGBM",
	help: `Writes a member of a pack that is made of trees as a model file that XGBoost or LightGBM loads.

Usage: npm run shrike -- export --pack NAME|FOLDER (--xgboost FILE.json | --lightgbm FILE.txt) [--member ID]

  --pack NAME|FOLDER   the pack
  --xgboost FILE       JSON, for xgboost's load_model; - for standard output
  --lightgbm FILE      text, for lightgbm.Booster(model_file=…); - for standard output
  --member ID          which member (default gbdt)

The model takes what members take: the pack's features standardised and clipped by its scaler, under their names in the
pipeline's order. Its raw margin is the member's; the pack's combiner and calibration are not in it.
`,
	async run(args, io) {
		const { values, positionals } = parsed(args, {
			pack: { type: 'string' },
			xgboost: { type: 'string' },
			lightgbm: { type: 'string' },
			member: { type: 'string', default: 'gbdt' }
		});
		if (positionals.length > 0) throw usage(`“${positionals[0]}” is not understood`);
		const { xgboost, lightgbm, member: id } = values;
		if ((xgboost === undefined) === (lightgbm === undefined)) throw usage('Give one of --xgboost FILE and --lightgbm FILE');
		const out = required(xgboost ?? lightgbm, '--xgboost FILE or --lightgbm FILE');
		await requireWritable(out);
		const { model, pipeline } = await loadPackFrom(required(values.pack, '--pack NAME'));
		const member = model.members.find((one) => one.id === id);
		if (member?.kind !== 'trees') {
			const trees = model.members.filter(({ kind }) => kind === 'trees').map((one) => one.id);
			throw usage(`The pack has no trees called “${id}”; its members of trees are: ${trees.join(', ') || 'none'}`);
		}
		await writeOutput(out, [(xgboost === undefined ? toLightgbm : toXgboost)(member.trees, pipeline.featureNames)], io);
		if (out !== '-') io.note(`wrote ${out}: ${member.trees.roots.length} trees over ${pipeline.width} features`);
		return exitCodes.ok;
	}
};
