import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../../../tests/fixtures/profiles/naive';
import { compile, pipelines, rows, schema } from '../../../../tests/fixtures/profiles/random';
import { keyedHash } from '../privacy/keyed-hash';
import { CodeTranslation } from './text-codes';
import { TextDictionary } from './text-dictionary';

const hash = keyedHash(new Uint8Array(32).fill(3));

/** A reader of parts of a file, with dictionaries of its own that know the empty text first, as those of workers do. */
class PartReader {
	readonly dictionaries = schema.columns.map(({ type }) => (type === 'string' ? new TextDictionary() : null));

	constructor() {
		for (const dictionary of this.dictionaries) dictionary?.codeOf('');
	}

	read(of: readonly Row[]): Float64Array[] {
		return schema.columns.map(({ name }, c) => {
			const dictionary = this.dictionaries[c];
			return Float64Array.from(of, ({ values }) => (dictionary ? dictionary.codeOf(String(values[name])) : Number(values[name])));
		});
	}
}

describe('CodeTranslation', () => {
	it('gives the features and the saved profiles of one reader, whoever reads which part', () => {
		fc.assert(
			fc.property(pipelines, rows, fc.array(fc.tuple(fc.nat(1), fc.integer({ min: 1, max: 12 })), { minLength: 8, maxLength: 20 }), (steps, of, parts) => {
				const pipeline = compile(steps);
				const [one, session] = [pipeline.begin(), pipeline.begin()];
				for (const dictionary of one.dictionaries) dictionary?.codeOf('');
				const readers = [new PartReader(), new PartReader()].map((reader) => ({
					reader,
					translations: session.dictionaries.map((dictionary) => dictionary && new CodeTranslation(dictionary))
				}));
				let from = 0;
				for (const [who, length] of [...parts, [0, of.length] as const]) {
					const part = of.slice(from, from + length);
					from += length;
					const { reader, translations } = readers[who];
					const columns = reader.read(part);
					translations.forEach((translation, c) => {
						translation?.learn(reader.dictionaries[c]?.textsFrom(translation.size) ?? []);
						translation?.translate(columns[c], part.length);
					});
					const labels = Uint8Array.from(part, ({ label }) => label);
					const whole = schema.columns.map(({ name }, c) => {
						const dictionary = one.dictionaries[c];
						return Float64Array.from(part, ({ values }) => (dictionary ? dictionary.codeOf(String(values[name])) : Number(values[name])));
					});
					expect(columns).toEqual(whole);
					expect(session.unscaled({ rows: part.length, columns, labels })).toEqual(one.unscaled({ rows: part.length, columns: whole, labels }));
				}
				expect(session.save(hash)).toEqual(one.save(hash));
			}),
			{ numRuns: 60 }
		);
	});

	it('leaves missing texts and what lies behind the rows, and refuses codes that it was not told of', () => {
		const dictionary = new TextDictionary();
		dictionary.codeOf('b');
		const translation = new CodeTranslation(dictionary);
		translation.learn(['', 'a', 'b']);
		const column = Float64Array.of(2, NaN, 1, 0, 2);
		translation.translate(column, 4);
		expect([...column]).toEqual([0, NaN, 2, 1, 2]);
		expect(dictionary.texts).toEqual(['b', '', 'a']);
		expect(() => translation.translate(Float64Array.of(3), 1)).toThrow(expect.objectContaining({ code: 'engine.internal' }));
	});

	it('learns more texts than it began with room for', () => {
		const dictionary = new TextDictionary();
		const translation = new CodeTranslation(dictionary);
		const texts = Array.from({ length: 1000 }, (_, i) => `card ${i}`);
		for (let i = 0; i < 1000; i += 7) translation.learn(texts.slice(i, i + 7));
		const column = Float64Array.from(texts, (_, i) => i);
		translation.translate(column, 1000);
		expect(Array.from(column, (code) => dictionary.texts[code])).toEqual(texts);
		expect(translation.size).toBe(1000);
	});
});
