import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readResults } from '../scripts/evaluate/results';
import { trainingConfigs } from '../src/lib/training/packs';
import { packsTable, slug, withBlock } from './support/packs-table';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** `npx vitest run tests/readme.test.ts -u` writes the table anew. */
it('has the figures of docs/evaluation.json in the README, typed by nobody', async () => {
	const block = packsTable(trainingConfigs, await readResults(join(root, 'docs', 'evaluation.json')));
	await expect(withBlock(readme, 'packs', block)).toMatchFileSnapshot('../README.md');
});

it('leads from each figure of the README to its section', () => {
	const headings = [...readFileSync(join(root, 'docs', 'evaluation.md'), 'utf8').matchAll(/^## (.*)$/gm)].map(([, heading]) => slug(heading));
	const targets = [...readme.matchAll(/docs\/evaluation\.md#([^)]+)/g)].map(([, target]) => target);
	for (const target of targets) expect(headings).toContain(target);
});
