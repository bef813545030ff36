import { expect, it } from 'vitest';
import { schema } from '../schema/schema';
import { knownLevels } from './known-levels';
import { pipelineSteps } from './steps';

const columns = schema.parse({
	name: 's',
	columns: [
		{ name: 'category', type: 'string', roles: ['feature'] },
		{ name: 'merchant', type: 'string', roles: ['feature'] },
		{ name: 'amt', type: 'number', roles: ['feature'] }
	]
});
const steps = pipelineSteps.parse([
	{ op: 'one-of', from: 'category', to: 'a', values: ['travel'], not: false },
	{ op: 'one-of', from: 'category', to: 'b', values: ['travel', 'food'], not: true },
	{ op: 'ordinal', from: 'category', to: 'c', levels: ['fuel', 'food'] },
	{ op: 'copy', from: 'amt', to: 'amt' }
]);

it('joins what the steps tell apart, each level once, and leaves out columns of names', () => {
	expect(knownLevels(columns, steps, null)).toEqual({ category: ['travel', 'food', 'fuel'] });
});
