import { describe, expect, it } from 'vitest';
import type { RunProgress } from '../../state/types';
import { progressFigures } from './progress-figures';

const progress = (more: Partial<RunProgress>): RunProgress => ({
	runId: 'r',
	rows: 50_000,
	rejected: 0,
	flagged: 0,
	bytes: 250,
	totalBytes: 1000,
	elapsedMs: 500,
	backend: 'cpu',
	notice: null,
	...more
});

describe('progressFigures', () => {
	it('tells share, rate and time left', () => {
		expect(progressFigures(progress({}))).toEqual({ share: 0.25, rowsPerSecond: 100_000, leftMs: 1500 });
	});

	it('says nothing it cannot know', () => {
		expect(progressFigures(progress({ elapsedMs: 50 }))).toEqual({ share: 0.25, rowsPerSecond: null, leftMs: null });
		expect(progressFigures(progress({ totalBytes: null }))).toMatchObject({ share: null, leftMs: null });
		expect(progressFigures(progress({ bytes: 0 })).leftMs).toBeNull();
		expect(progressFigures(progress({ bytes: 1200 })).share).toBe(1);
	});
});
