import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextDictionary } from '../core/features/text-dictionary';
import { opened } from './testing';
import { TextInterner } from './text-interner';

async function codesOf(lines: readonly string[], dictionary = new TextDictionary()): Promise<string[]> {
	const interner = new TextInterner(dictionary);
	const table = await opened(`n,text\n${lines.map((line, i) => `${i},${line}\n`).join('')}`);
	const texts: string[] = [];
	for await (const batch of table.batches(7)) {
		for (let r = 0; r < batch.rows; r++) texts.push(dictionary.texts[interner.codeAt(batch, batch.rowField[r] + 1)]);
	}
	return texts;
}

describe('TextInterner', () => {
	it('undoes quotes, leaves out blanks around a text, and tells no two ways to write one text apart', async () => {
		const dictionary = new TextDictionary();
		dictionary.codeOf('known before');
		const written = ['a b', '"a b"', ' a b\t', '"a, ""b"""', '', '" "', 'known before', 'É', '"É"', ' é'];
		const read = await codesOf(written, dictionary);
		expect(read).toEqual(['a b', 'a b', 'a b', 'a, "b"', '', '', 'known before', 'É', 'É', 'é']);
		expect(dictionary.texts).toEqual(['known before', '', 'a b', 'a, "b"', 'É', 'é']);
	});

	it('gives every text back, however many there are', async () => {
		const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'ä', '1', ' ', '😀'), maxLength: 6 }), { minLength: 1, maxLength: 400 });
		await fc.assert(
			fc.asyncProperty(texts, async (given) => {
				const dictionary = new TextDictionary();
				const trimmed = given.map((text) => text.replace(/^[ \t]+|[ \t]+$/g, ''));
				expect(await codesOf(given.map((text) => `"${text}"`), dictionary)).toEqual(trimmed);
				expect(dictionary.texts).toEqual([...new Set(['', ...trimmed])]);
			}),
			{ numRuns: 30 }
		);
		const many = Array.from({ length: 20_000 }, (_, i) => `card-${i % 5000}`);
		expect(await codesOf(many)).toEqual(many);
	});
});
