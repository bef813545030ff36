import { describe, expect, it } from 'vitest';
import { TextDictionary } from '../features/text-dictionary';
import { seededRandom } from '../random/random';
import { drawTexts } from './texts';

describe('invented names', () => {
	const initials = [
		{ text: '1', normal: 0.5, fraud: 0.2 },
		{ text: '2', normal: 0.3, fraud: 0.1 },
		{ text: '9', normal: 0.2, fraud: 0.7 }
	];

	it('come back about every eighth row, however many first characters they have', () => {
		const rows = 8000;
		const dictionary = new TextDictionary();
		const column = { name: 'card', count: 1e6, missing: 0, distinct: 50_000, levels: [], initials, length: 6 };
		const [normal] = drawTexts(column, dictionary, rows);
		const random = seededRandom(4);
		const drawn = Array.from({ length: rows }, () => dictionary.texts[normal(random.next())]);
		// Of 1,000 equally likely names all but one in e⁸ are drawn.
		expect(new Set(drawn).size).toBeGreaterThan(980);
		expect(new Set(drawn).size).toBeLessThanOrEqual(1002);
		const share = (initial: string) => drawn.filter((name) => name.startsWith(initial)).length / rows;
		for (const { text, normal: expected } of initials) expect(share(text)).toBeCloseTo(expected, 1);
		expect(drawn.every((name) => /^[129]\d{5}$/.test(name))).toBe(true);
	});
});
