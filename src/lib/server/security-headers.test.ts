import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { inlineScriptHashes, securityHeaders } from './security-headers';

test('hashes the inline scripts only, each once', () => {
	const html = '<script>a</script><script src="/b.js"></script><script type="module">c</script><script>a</script>';
	// echo -n a | openssl dgst -sha256 -binary | base64, and the same of c
	expect(inlineScriptHashes(html)).toEqual([
		"'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='",
		"'sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y='"
	]);
});

test('leaves framing to another header where it is told to', () => {
	expect(securityHeaders([], null)['content-security-policy']).not.toContain('frame-ancestors');
	expect(securityHeaders([], [])['content-security-policy']).toMatch(/; frame-ancestors 'self'$/);
	expect(securityHeaders([], ['https://a.example'])['content-security-policy']).toMatch(/; frame-ancestors 'self' https:\/\/a\.example$/);
});

test('the style attribute that is allowed is the one that the installed SvelteKit writes', () => {
	const kit = createRequire(import.meta.url).resolve('@sveltejs/kit/package.json');
	const source = readFileSync(new URL('src/core/sync/write_root.js', `file://${kit}`), 'utf8');
	const style = /id="svelte-announcer"[^>]* style="([^"]*)"/.exec(source)?.[1] ?? '';
	const hash = createHash('sha256').update(style).digest('base64');
	expect(securityHeaders([], [])['content-security-policy']).toContain(`style-src-attr 'unsafe-hashes' 'sha256-${hash}';`);
});
