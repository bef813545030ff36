import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const documents = [
	'README.md',
	...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.md'))
		.map((name) => `docs/${name.replaceAll('\\', '/')}`)
		.sort()
];

/** Where the links and images of a Markdown text lead, those within this project only; code is no link. */
function relativeTargets(markdown: string): string[] {
	const prose = markdown.replace(/^ *(```|~~~)[^]*?^ *\1/gm, '').replace(/(`+)[^`][^]*?\1/g, '');
	const inline = prose.matchAll(/\]\(\s*<?([^\s)>]+)/g);
	const byReference = prose.matchAll(/^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)/gm);
	const html = prose.matchAll(/<(?:a|img)\b[^>]*?\s(?:href|src)="([^"]+)"/g);
	return [...inline, ...byReference, ...html].map((found) => found[1]).filter((target) => !/^([a-z][a-z\d+.-]*:|\/\/|#)/i.test(target));
}

/** The targets that are no file or folder of the project. */
function broken(path: string, markdown: string): string[] {
	return relativeTargets(markdown).filter((target) => {
		const file = resolve(root, dirname(path), decodeURIComponent(target.replace(/[?#].*$/, '')));
		return relative(root, file).startsWith('..') || !existsSync(file);
	});
}

describe('the documents', () => {
	it('are looked at: links, images, references and HTML, but not code', () => {
		const text = '![a](docs/a.png) [b](b.md#part) [c](https://example.org) [d](#d)\n```\n[e](e.md)\n```\n`[f](f.md)`\n\n[g]: g.md\n<img alt="" src="h.png">';
		expect(relativeTargets(text)).toEqual(['docs/a.png', 'b.md#part', 'g.md', 'h.png']);
		expect(broken('docs/x.md', '[a](csv.md) [b](../README.md#x) [c](README.md) [d](../../elsewhere.md)')).toEqual(['README.md', '../../elsewhere.md']);
		expect(relativeTargets(readFileSync(join(root, 'README.md'), 'utf8')).length).toBeGreaterThan(3);
	});

	it.each(documents)('%s leads only to what is there', (path) => {
		expect(broken(path, readFileSync(join(root, path), 'utf8'))).toEqual([]);
	});
});
