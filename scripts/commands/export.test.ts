import { describe, expect, it } from 'vitest';
import { treeMargins } from '../../src/lib/core/members/trees/ensemble';
import type { TreeEnsemble } from '../../src/lib/core/members/trees/ensemble';
import { parseLightgbm } from '../../src/lib/core/members/trees/lightgbm';
import { parseXgboost } from '../../src/lib/core/members/trees/xgboost';
import { seededRandom } from '../../src/lib/core/random/random';
import type { CommandIo } from '../cli/command';
import { loadPackFrom } from '../cli/pack-folder';
import { exportTrees } from './export';

async function exported(...args: string[]): Promise<string> {
	let text = '';
	const io: CommandIo = {
		out: async (data) => void (text += data instanceof Uint8Array ? new TextDecoder().decode(data) : data),
		note: () => undefined,
		stdin: () => {
			throw new Error('Nothing is read.');
		},
		signal: new AbortController().signal
	};
	await exportTrees.run(args, io);
	return text;
}

function marginsOf(trees: TreeEnsemble): Float64Array {
	const random = seededRandom(5);
	const rows = 500;
	const margins = new Float64Array(rows);
	treeMargins(trees, Float32Array.from({ length: rows * trees.width }, () => 2 * random.normal()), rows, margins);
	return margins;
}

describe('shrike export', () => {
	it('writes the trees of a pack so that they are read back as they were', async () => {
		const { model } = await loadPackFrom('ulb-creditcard');
		const member = model.members.find(({ id }) => id === 'gbdt');
		if (member?.kind !== 'trees') throw new Error('The pack has no trees.');
		const expected = marginsOf(member.trees);
		const { ensemble } = parseXgboost(JSON.parse(await exported('--pack', 'ulb-creditcard', '--xgboost', '-')) as unknown);
		marginsOf(ensemble).forEach((margin, row) => expect(margin).toBeCloseTo(expected[row], 4));
		const lightgbm = parseLightgbm(await exported('--pack', 'ulb-creditcard', '--lightgbm', '-'));
		marginsOf(lightgbm.ensemble).forEach((margin, row) => expect(margin).toBeCloseTo(expected[row], 4));
	});

	it('names what a pack has instead', async () => {
		await expect(exported('--pack', 'ulb-mlp', '--xgboost', '-')).rejects.toMatchObject({ code: 'cli.usage', message: expect.stringContaining('none') as string });
		await expect(exported('--pack', 'ulb-creditcard', '--member', 'mlp', '--lightgbm', '-')).rejects.toThrow('gbdt, anomaly');
		await expect(exported('--pack', 'ulb-creditcard')).rejects.toMatchObject({ code: 'cli.usage' });
	});
});
