import { ShrikeError } from '../errors';

/**
 * The https address of what a person typed. `gs://bucket/path` and `s3://bucket/path` become the address under which
 * Google Cloud Storage and Amazon S3 serve public objects. Plain http is accepted for this machine only, since anything
 * else would send the file in the clear.
 *
 * @throws ShrikeError `url.invalid` with a sentence that says what is expected.
 */
export function httpsAddress(typed: string): URL {
	const text = typed.trim();
	const bucket = /^(gs|s3):\/\/([^/?#]+)\/([^?#]+)$/i.exec(text);
	if (bucket) {
		const [, scheme, name, path] = bucket;
		const key = path.split('/').map(encodeURIComponent).join('/');
		if (scheme.toLowerCase() === 'gs') return new URL(`https://storage.googleapis.com/${encodeURIComponent(name)}/${key}`);
		// A dotted bucket name does not match S3's wildcard certificate in the host, so it goes into the path.
		return name.includes('.')
			? new URL(`https://s3.amazonaws.com/${name}/${key}`)
			: new URL(`https://${name}.s3.amazonaws.com/${key}`);
	}
	let address: URL;
	try {
		address = new URL(text);
	} catch {
		throw new ShrikeError(
			'url.invalid',
			'This is not a whole address. Type one that starts with https://, gs:// or s3:// and names the file.',
			{ address: text.slice(0, 200) }
		);
	}
	const local = ['localhost', '127.0.0.1', '[::1]'].includes(address.hostname);
	if (address.protocol === 'https:' || (address.protocol === 'http:' && local)) return address;
	throw new ShrikeError(
		'url.invalid',
		`Addresses that start with ${address.protocol}// are not read. Use https://, gs:// or s3://, or download the file and drop it here.`,
		{ address: text.slice(0, 200) }
	);
}

/** The last part of the path, as a name for the file; the host where the path has none. */
export function fileNameOf(address: URL): string {
	const last = address.pathname.split('/').filter(Boolean).at(-1);
	if (last === undefined) return address.hostname;
	try {
		return decodeURIComponent(last);
	} catch {
		return last;
	}
}
