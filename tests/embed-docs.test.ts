import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from '../src/lib/core/zod';
import { commentsIn } from './support/comments';
import { blocks } from './support/embed-reference';
import { slug, withBlock } from './support/packs-table';
import { fieldsOf, toSchema, typeText } from './support/schema-text';

const root = fileURLToPath(new URL('..', import.meta.url));
const document = readFileSync(join(root, 'docs', 'embed.md'), 'utf8');

/** `npx vitest run tests/embed-docs.test.ts -u` writes them anew. */
it('has the limits, codes and messages of the source in docs/embed.md, typed by nobody', async () => {
	const made = Object.entries(blocks).reduce((text, [name, block]) => withBlock(text, name, block()), document);
	await expect(made).toMatchFileSnapshot('../docs/embed.md');
});

it('leads from each name of a shape to its table', () => {
	const headings = [...document.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => slug(heading));
	const targets = [...document.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target);
	expect(targets.length).toBeGreaterThan(10);
	for (const target of targets) expect(headings).toContain(target);
	expect(new Set(headings).size).toBe(headings.length);
});

describe('a schema in words', () => {
	const wordsOf = (schema: z.ZodType) => typeText(toSchema(schema, 'input').schema);

	it.each<[z.ZodType, string]>([
		[z.int().min(1).max(9), 'whole number (1 to 9)'],
		[z.int(), 'whole number'],
		[z.number().min(0).nullable(), 'number from 0 or null'],
		[z.string().nullable(), 'text or null'],
		[z.string().min(1).max(2_000), 'text (1 to 2,000 characters)'],
		[z.array(z.boolean()).max(3), 'list of boolean (at most 3)'],
		[z.enum(['a', 'b']), '`a`, `b`'],
		[z.literal('2.0'), '`2.0`'],
		[z.uuid(), 'UUID'],
		[z.instanceof(Blob).describe('A file.'), '`Blob`'],
		[z.union([z.instanceof(Uint8Array), z.null()]), '`Uint8Array` or null'],
		[z.record(z.string().max(5), z.json()), 'object of names (at most 5 characters) to any JSON'],
		[z.looseObject({}), 'object'],
		[z.unknown(), 'anything']
	])('%#: %s', (schema, words) => {
		expect(wordsOf(schema)).toBe(words);
	});

	it('names fields by their path, with what they mean', () => {
		const shape = z.strictObject({ a: z.boolean().default(true).describe('Yes.'), b: z.array(z.strictObject({ c: z.int() })), d: z.strictObject({ e: z.int().optional() }) });
		expect(fieldsOf(toSchema(shape, 'input').schema)).toEqual([
			{ name: 'a', optional: true, type: 'boolean', meaning: 'Yes. Without it: `true`.' },
			{ name: 'b', optional: false, type: 'list of object', meaning: '' },
			{ name: 'b[].c', optional: false, type: 'whole number', meaning: '' },
			{ name: 'd', optional: false, type: 'object', meaning: '' },
			{ name: 'd.e', optional: true, type: 'whole number', meaning: '' }
		]);
	});
});

it('takes what a source says before its keys, and misses what it does not say', () => {
	const said = commentsIn("/** Of all. */\nconst x = {\n\t/** One\n\t * and more. */\n\ta: 1,\n\tb: 2,\n\t/** Three. */\n\t'c.d': 3\n};\ntype T =\n\t/** Four. */\n\t| 'e.f';");
	expect(said.names).toEqual(['a', 'c.d', 'e.f']);
	expect(said.names.map((name) => said.of(name))).toEqual(['One and more.', 'Three.', 'Four.']);
	expect(() => said.of('b')).toThrow('b needs a comment');
});
