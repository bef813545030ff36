import { ShrikeError } from '../../core/errors';

/**
 * The address of an MLflow server without a slash at its end, and the `Authorization` header that its `user:password@`
 * stands for. Plain http is fine: tracking servers live inside. Throws ShrikeError `url.invalid` (without the password).
 */
export function mlflowAddress(typed: string): { readonly url: string; readonly authorization: string | undefined } {
	const parsed = URL.canParse(typed.trim()) ? new URL(typed.trim()) : null;
	if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.search !== '' || parsed.hash !== '') {
		throw new ShrikeError(
			'url.invalid',
			'That is not the address of an MLflow server: it begins with http:// or https:// and has no "?" or "#", like http://localhost:5000.'
		);
	}
	const { username, password } = parsed;
	const url = `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`;
	if (username === '' && password === '') return { url, authorization: undefined };
	const login = new TextEncoder().encode(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
	return { url, authorization: `Basic ${btoa(String.fromCharCode(...login))}` };
}
