import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { putTables } from './docs-tables';

it('replaces the tables that were measured, and nothing else', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'shrike-docs-'));
	const path = join(folder, 'page.md');
	await writeFile(path, 'A\n<!-- measured: rows -->\nold\n<!-- end -->\nB\n<!-- measured: stages -->\nkept\n<!-- end -->\nC\n');
	await putTables(path, new Map([['rows', '| new |'], ['elsewhere', 'x']]));
	await putTables(path, new Map([['rows', '| newer |\n']]));
	expect(await readFile(path, 'utf8')).toBe(
		'A\n<!-- measured: rows -->\n| newer |\n\n<!-- end -->\nB\n<!-- measured: stages -->\nkept\n<!-- end -->\nC\n'
	);
	await rm(folder, { recursive: true });
});
