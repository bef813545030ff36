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
		expect(progressFigures(progress({}), 0)).toEqual({ share: 0.25, rowsPerSecond: 100_000, leftMs: 1500 });
	});

	it('does not count rows of an earlier part as speed', () => {
		expect(progressFigures(progress({}), 40_000).rowsPerSecond).toBe(20_000);
	});

	it('says nothing it cannot know', () => {
		expect(progressFigures(progress({ elapsedMs: 50 }), 0)).toEqual({ share: 0.25, rowsPerSecond: null, leftMs: null });
		expect(progressFigures(progress({ totalBytes: null }), 0)).toMatchObject({ share: null, leftMs: null });
		expect(progressFigures(progress({ bytes: 0 }), 0).leftMs).toBeNull();
		expect(progressFigures(progress({ bytes: 1200 }), 0).share).toBe(1);
	});
});
