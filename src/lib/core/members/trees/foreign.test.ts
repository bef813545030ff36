import { describe, expect, it } from 'vitest';
import { foreignModels } from '../../../../../tests/fixtures/trees/models';
import { firstTrees, treeMargins } from './ensemble';
import { parseLightgbm } from './lightgbm';
import { parseXgboost } from './xgboost';
import type { ImportedTrees } from './xgboost';

const { models, refused } = foreignModels();
const parse = (library: string, model: unknown): ImportedTrees =>
	library === 'xgboost' ? parseXgboost(model) : parseLightgbm(String(model));

describe('models of other libraries', () => {
	it.each(models)('have the margins that $library says: $name', ({ library, name, model, rows, margins }) => {
		const { ensemble, featureNames } = parse(library, model);
		expect(featureNames).toEqual(['a', 'b', 'c', 'd', 'e']);
		const ours = new Float64Array(margins.length);
		treeMargins(ensemble, Float64Array.from(rows), margins.length, ours);
		const scale = name === 'sigmoid 2' ? 2 : 1;
		margins.forEach((margin, row) => expect(Math.abs(ours[row] - scale * margin)).toBeLessThan(1e-6));
		expect(new Set(margins).size).toBeGreaterThan(name === 'one leaf only' ? 0 : 10);
	});

	it.each(refused)('are refused by name: $library $name', ({ library, name, model }) => {
		const words: { readonly [name: string]: RegExp } = { rf: /averages/, linear: /linear/, multiclass: /more than one output/ };
		const refusal = { code: 'pack.unsupported-model', message: expect.stringMatching(words[name] ?? new RegExp(name)) };
		expect(() => parse(library, model)).toThrow(expect.objectContaining(refusal));
	});

	it('tell how many trees early stopping keeps', () => {
		const forest = models.find(({ name }) => name === 'boosted forest');
		const { ensemble, bestTrees } = parseXgboost(forest?.model);
		expect([ensemble.roots.length, bestTrees]).toEqual([6, 6]);
		expect(firstTrees(ensemble, 3).roots).toEqual(ensemble.roots.slice(0, 3));
	});
});

describe('damaged models', () => {
	const [{ model }] = models;
	const text = JSON.stringify(model);
	const damage = (from: RegExp, to: string): unknown => JSON.parse(text.replace(from, to));
	const lightgbm = String(models.find(({ library }) => library === 'lightgbm')?.model);

	it.each([
		['no JSON of XGBoost', { learner: 1 }],
		['a child outside', damage(/"left_children":\[\d+/, '"left_children":[999')],
		['a loop', damage(/"left_children":\[\d+/, '"left_children":[0')],
		['an unknown feature', damage(/"split_indices":\[\d+/, '"split_indices":[7')],
		['columns of different lengths', damage(/"default_left":\[\d,/, '"default_left":[')],
		['a base score of 1', damage(/"base_score":"[^"]+"/, '"base_score":"1"')]
	])('of XGBoost are refused: %s', (_, damaged) => {
		expect(() => parseXgboost(damaged)).toThrow(expect.objectContaining({ code: 'pack.invalid' }));
	});

	it.each([
		['another text', 'tree models'],
		['cut short', lightgbm.slice(0, lightgbm.indexOf('end of trees'))],
		['a list too short', lightgbm.replace(/leaf_value=\S+ /, 'leaf_value=')],
		['a word for a number', lightgbm.replace(/threshold=\S+ /, 'threshold=x ')],
		['a loop', lightgbm.replace(/left_child=\S+ /, 'left_child=0 ')],
		['a missing line', lightgbm.replace(/right_child=.*\n/, '')],
		['an unknown decision', lightgbm.replace(/decision_type=\S+ /, 'decision_type=14 ')]
	])('of LightGBM are refused: %s', (_, damaged) => {
		expect(() => parseLightgbm(damaged)).toThrow(expect.objectContaining({ code: 'pack.invalid' }));
	});
});
