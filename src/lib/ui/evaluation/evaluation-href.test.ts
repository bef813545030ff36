import { expect, it } from 'vitest';
import { evaluationHref } from './evaluation-href';

it('leads to finished runs with frauds and normal rows, and to no others', () => {
	const counts = { rows: 9, scored: 9, rejected: 0, labelled: 9, frauds: 2, flagged: 0, flaggedAmount: 0, bytes: 0 };
	expect(evaluationHref({ id: 'a b', status: 'done', counts }, '/x')).toBe('/x/evaluation?run=a%20b');
	expect(evaluationHref({ id: 'a', status: 'running', counts }, '')).toBeNull();
	expect(evaluationHref({ id: 'a', status: 'done', counts: { ...counts, frauds: 0 } }, '')).toBeNull();
	expect(evaluationHref({ id: 'a', status: 'done', counts: { ...counts, frauds: 9 } }, '')).toBeNull();
});
