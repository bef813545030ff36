import { describe, expect, it } from 'vitest';
import { trainingConfigs } from '../packs';
import { ulbCreditcard } from '../packs/ulb-creditcard';
import { combinerSettings, memberSettings } from './member-settings';
import { flattened, nested, withParameters } from './with-parameters';

describe('withParameters', () => {
	it('changes what is named and nothing else', () => {
		const changed = withParameters(ulbCreditcard, { 'gbdt.boosting.rounds': 7, 'mlp.hidden': [3], 'combiner.l2': 0.5, 'logistic.sampleNormals': 100 });
		const [gbdt, mlp, logistic, anomaly] = changed.members;
		expect(gbdt).toEqual({ ...ulbCreditcard.members[0], boosting: { ...Object(ulbCreditcard.members[0]).boosting, rounds: 7 } });
		expect(mlp).toEqual({ ...ulbCreditcard.members[1], hidden: [3] });
		expect(logistic).toEqual({ ...ulbCreditcard.members[2], sampleNormals: 100 });
		expect(anomaly).toBe(ulbCreditcard.members[3]);
		expect(changed.combiner).toEqual({ ...ulbCreditcard.combiner, l2: 0.5 });
		expect(changed.schema).toBe(ulbCreditcard.schema);
	});

	it.each([
		['tree.boosting.rounds', 1, 'tree.boosting.rounds: the pack ulb-creditcard has no “tree”; it has gbdt, mlp, logistic, anomaly, combiner'],
		['gbdt.boosting.learnRate', 1, 'gbdt.boosting.learnRate: there is no such parameter'],
		['gbdt.boosting.learningRate', 2, 'gbdt.boosting.learningRate: '],
		['mlp.hidden', [0], 'mlp.hidden.0: '],
		['mlp.kind', 'gbdt', 'mlp.kind: '],
		['combiner.folds', 1, 'combiner.folds: '],
		['gbdt', 1, 'gbdt: name one of its parameters']
	])('names what is wrong with %s = %j', (path, value, message) => {
		expect(() => withParameters(ulbCreditcard, { [path]: value })).toThrow(
			expect.objectContaining({ code: 'config.invalid', message: expect.stringContaining(message) as string })
		);
	});

	it('knows every parameter of every pack that can be trained', () => {
		for (const { members, combiner } of trainingConfigs) {
			for (const member of members) expect(memberSettings.parse(member)).toEqual(member);
			if (combiner) expect(combinerSettings.parse(combiner)).toEqual(combiner);
		}
	});

	it('takes nested settings as paths, and back', () => {
		const settings = { gbdt: { boosting: { l2: 1, monotone: [0, 1] }, stopEarly: false }, mlp: { hidden: [2, 1] } };
		const flat = { 'gbdt.boosting.l2': 1, 'gbdt.boosting.monotone': [0, 1], 'gbdt.stopEarly': false, 'mlp.hidden': [2, 1] };
		expect(flattened(settings)).toEqual(flat);
		expect(nested(flat)).toEqual(settings);
	});
});
