import { readFile, writeFile } from 'node:fs/promises';

const begin = (name: string): string => `<!-- measured: ${name} -->`;
const end = '<!-- end -->';

/**
 * Puts tables of this run into a document, each between its marks, so that no figure in it is typed by hand. Tables that were
 * not measured stay as they are; one without marks in the document is left out of it.
 *
 * @param tables text by name: `rows` for the main table, or the name of a part
 */
export async function putTables(path: string, tables: ReadonlyMap<string, string>): Promise<void> {
	let text = await readFile(path, 'utf8');
	for (const [name, table] of tables) {
		const from = text.indexOf(begin(name));
		const to = text.indexOf(end, from);
		if (from < 0 || to < 0) continue;
		text = `${text.slice(0, from)}${begin(name)}\n${table.trim()}\n\n${text.slice(to)}`;
	}
	await writeFile(path, text);
}
