import { expect, test } from 'vitest';
import { type HeldVersions, holdFor, neededVersions, takeOver } from './held-versions';

const fresh: HeldVersions = { active: null, clients: {} };

test('nobody holds an older version after the first install', () => {
	expect(takeOver(fresh, 'v1', ['tab'])).toEqual({ active: 'v1', clients: {} });
});

test('open clients keep the version that they began with, however many come after', () => {
	const v2 = takeOver(takeOver(fresh, 'v1', []), 'v2', ['a', 'b']);
	expect(v2).toEqual({ active: 'v2', clients: { a: 'v1', b: 'v1' } });
	// a has reloaded meanwhile (a new client c), b has not
	const v3 = takeOver(v2, 'v3', ['b', 'c']);
	expect(v3).toEqual({ active: 'v3', clients: { b: 'v1', c: 'v2' } });
	expect([...neededVersions(v2, v3)].sort()).toEqual(['v1', 'v2', 'v3']);
});

test('a version that nobody holds is given up one version later', () => {
	const v1 = takeOver(fresh, 'v1', []);
	const v2 = takeOver(v1, 'v2', ['a']);
	expect([...neededVersions(v1, v2)].sort()).toEqual(['v1', 'v2']);
	expect([...neededVersions(v2, takeOver(v2, 'v3', []))].sort()).toEqual(['v2', 'v3']);
});

test('a worker started by an old page is held with it', () => {
	const v2 = holdFor(takeOver(takeOver(fresh, 'v1', []), 'v2', ['page']), 'worker', 'v1');
	expect(v2.clients).toEqual({ page: 'v1', worker: 'v1' });
});
