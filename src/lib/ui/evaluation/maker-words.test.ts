import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../core/pack/evaluation';
import { isOptimistic, packFigures, protocolEntries } from './maker-words';

const sets: Evaluation['sets'] = [
	{ name: 'train', rows: 9000, frauds: 90, normalWeight: 1, figures: {} },
	{ name: 'test', rows: 3000, frauds: 30, normalWeight: 2.5, figures: {} }
];
const old: Evaluation = { prior: 0.01, threshold: 0.2, bootstrap: { draws: 1000, seed: 1, level: 0.95 }, sets };
const dated: Evaluation = {
	...old,
	protocol: {
		name: 'time',
		title: 'the last quarter of the time span',
		optimistic: false,
		train: [Date.UTC(2018, 3, 1) / 1000, Date.UTC(2018, 6, 25) / 1000],
		test: [Date.UTC(2018, 7, 1) / 1000, Date.UTC(2018, 8, 1) / 1000],
		delayDays: 7,
		withheldRows: 1234,
		knownCardRows: 0,
		k: 100,
		removeDetected: true,
		reviewCost: 5
	}
};

describe('what a pack’s maker measured, in words', () => {
	it('reads the names of older packs, whose operating points stand behind them, and leaves F1 alone', () => {
		const figures = packFigures({
			'recallAtFpr0.01': { value: 0.86, interval: [0.77, 0.93] },
			f1: { value: 0.5, interval: null }
		});
		expect(figures.recallAtFpr).toEqual({ value: 0.86, low: 0.77, high: 0.93 });
		expect(figures.f1).toEqual({ value: 0.5, low: null, high: null });
		expect(figures.rocAuc).toBeNull();
	});

	it('calls every split at random optimistic, and packs from before protocols were split so', () => {
		expect(isOptimistic(old)).toBe(true);
		expect(isOptimistic(dated)).toBe(false);
	});

	it('tells the protocol with its days and its label delay', () => {
		const told = new Map(protocolEntries(dated, 'en').map(({ key, value, note }) => [key, note === undefined ? value : `${value} | ${note}`]));
		expect(told.get('Learned from')).toBe('9,000 rows, 90 frauds | Apr 1, 2018, 12:00 AM – Jul 25, 2018, 12:00 AM');
		expect(told.get('Tested on')).toMatch(/^3,000 rows, 30 frauds; a normal row stands for 2\.5 \| Aug 1, 2018/);
		expect(told.get('Label delay')).toBe('7 days | 1,234 rows between training and test were not learned from');
		expect(told.get('Daily figures')).toBe('100 alerts a day; a card found is out of the days after');
		expect(protocolEntries(old, 'en')[0]).toEqual({ key: 'Protocol', value: 'rows split at random' });
	});
});
