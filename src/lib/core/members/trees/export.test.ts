import { describe, expect, it } from 'vitest';
import { exportCases } from '../../../../../tests/fixtures/trees/export-cases';
import { exportedModels, foreignModels } from '../../../../../tests/fixtures/trees/models';
import { randomEnsemble } from '../../../../../tests/fixtures/trees/random-ensemble';
import { seededRandom } from '../../random/random';
import { treeMargins } from './ensemble';
import type { TreeEnsemble } from './ensemble';
import { parseLightgbm } from './lightgbm';
import { toLightgbm } from './lightgbm-export';
import { parseXgboost } from './xgboost';
import { toXgboost } from './xgboost-export';

const stored = exportedModels().cases;
const cases = exportCases().map((each, i) => ({ ...each, stored: stored[i] }));

function margins(ensemble: TreeEnsemble, rows: Float32Array | Float64Array): Float64Array {
	const out = new Float64Array(rows.length / ensemble.width);
	treeMargins(ensemble, rows, out.length, out);
	return out;
}

describe('files for other libraries', () => {
	it.each(cases)('are read by $library as we mean them: $name', ({ library, ensemble, model, rows, stored }) => {
		expect(model).toEqual(stored.model);
		const ours = margins(ensemble, rows);
		// A sum in float32 of margins near 6 is off by some units of 5e-7.
		const exact = library === ensemble.rules;
		stored.margins.forEach((margin, row) => {
			if (exact) expect(ours[row]).toBeCloseTo(margin, 14);
			else expect(Math.abs(ours[row] - margin)).toBeLessThan(4e-6);
		});
	});

	it.each(cases)('come back as they were: $library, $name', ({ library, ensemble, model, rows }) => {
		const back = library === 'xgboost' ? parseXgboost(JSON.parse(model)) : parseLightgbm(model);
		expect(back.ensemble.rules).toBe(library);
		if (library === ensemble.rules) expect(margins(back.ensemble, rows)).toEqual(margins(ensemble, rows));
	});

	it('keep the margins of models that were imported', () => {
		for (const { library, model, rows } of foreignModels().models) {
			const imported = library === 'xgboost' ? parseXgboost(model) : parseLightgbm(String(model));
			const again =
				library === 'xgboost'
					? parseXgboost(JSON.parse(toXgboost(imported.ensemble, imported.featureNames)))
					: parseLightgbm(toLightgbm(imported.ensemble, imported.featureNames));
			const values = Float64Array.from(rows);
			expect(margins(again.ensemble, values)).toEqual(margins(imported.ensemble, values));
			expect(again.featureNames).toEqual(imported.featureNames);
		}
	});

	it('are refused where the other library has no such rule', () => {
		const shape = { rules: 'lightgbm', width: 3, trees: 5, leaves: 9, categorical: 0, anyMissing: true, baseMargin: 0 } as const;
		expect(() => toXgboost(randomEnsemble(shape, seededRandom(1)))).toThrow(
			expect.objectContaining({ code: 'pack.unsupported-model', message: expect.stringMatching(/zero as missing/) })
		);
		const sets = randomEnsemble({ ...shape, rules: 'xgboost', categorical: 1 }, seededRandom(1));
		expect(() => toLightgbm(sets)).toThrow(
			expect.objectContaining({ code: 'pack.unsupported-model', message: expect.stringMatching(/missing categories/) })
		);
	});
});
