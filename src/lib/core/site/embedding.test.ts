import { expect, test } from 'vitest';
import { embedFile, isAskedFirst, isEmbedPage } from './embedding';
import { isPageAddress } from './page-address';

test.each(['/embed', '/embed/'])('%s is the page that may be framed', (path) => {
	expect([isEmbedPage(path), isPageAddress(path), isAskedFirst(path)]).toEqual([true, true, true]);
});

test('so is the file that it is built into', () => {
	expect([isEmbedPage(embedFile), isAskedFirst(embedFile)]).toEqual([true, true]);
});

test.each(['/', '/embedded', '/embed/x', '/Embed', '/embed.htm', '/embed.config.json', '/x/embed', '/embed%2f', '//embed'])(
	'%s is not',
	(path) => {
		expect(isEmbedPage(path)).toBe(false);
	}
);

test('who may frame it is asked each time, what is hashed or of one version is not', () => {
	expect(isAskedFirst('/embed.config.json')).toBe(true);
	for (const path of ['/', '/history', '/model/index.json', '/_app/immutable/entry/start.abc.js']) {
		expect(isAskedFirst(path)).toBe(false);
	}
});
