import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberedRuns, runTitle } from './numbered-names';

const titles = (...names: string[]) => numberedRuns(names.map((name) => ({ name }))).map(runTitle);

describe('numberedRuns', () => {
	it('joins names that count up, and no others', () => {
		expect(titles('Time', 'V1', 'V2', 'V3', 'V5', 'W6', 'Amount')).toEqual(['Time', 'V1 – V3', 'V5', 'W6', 'Amount']);
		expect(titles('V2', 'V1')).toEqual(['V2', 'V1']);
		expect(titles('a', 'a')).toEqual(['a', 'a']);
		expect(titles()).toEqual([]);
	});

	it('keeps apart what is not alike', () => {
		const items = [{ name: 'A1', kind: 1 }, { name: 'A2', kind: 2 }, { name: 'A3', kind: 2 }];
		expect(numberedRuns(items, (a, b) => a.kind === b.kind).map(runTitle)).toEqual(['A1', 'A2 – A3']);
	});

	it('loses and moves nothing', () => {
		const name = fc.tuple(fc.constantFrom('V', 'W', ''), fc.nat(5)).map(([stem, number]) => ({ name: `${stem}${number}` }));
		fc.assert(
			fc.property(fc.array(name), (items) => {
				expect(numberedRuns(items).flat()).toEqual(items);
			})
		);
	});
});
