import { expect, test } from 'vitest';
import { isPageAddress } from './page-address';

test.each(['/', '/history', '/history/', '/runs/42', '/models', '/embed', '/sdks'])('%s is a page', (path) => {
	expect(isPageAddress(path)).toBe(true);
});

test.each(['/model/x', '/model', '/model/ulb-mlp/manifest.json', '/_app/immutable/a.js', '/favicon.ico', '/api/score', '/sdk/shrike-embed.js', '/sdk'])(
	'%s is a file',
	(path) => {
		expect(isPageAddress(path)).toBe(false);
	}
);
