import { httpsAddress } from '../../core/address/address';
import { ShrikeError } from '../../core/errors';

/**
 * How to read the files of a pack that lies under an address the user typed: of its folder, or of its manifest.json.
 *
 * @throws ShrikeError `url.invalid` at once; the returned function rejects with `url.blocked` or `url.status`
 */
export function packReader(typed: string): (name: string) => Promise<Uint8Array<ArrayBuffer>> {
	const address = httpsAddress(typed);
	if (!address.pathname.endsWith('.json') && !address.pathname.endsWith('/')) address.pathname += '/';
	return async (name) => {
		const file = new URL(name, address);
		file.search = address.search;
		let response: Response;
		try {
			response = await fetch(file, { credentials: 'omit', referrerPolicy: 'no-referrer' });
		} catch (cause) {
			throw new ShrikeError(
				'url.blocked',
				`${file.host} did not hand out ${name}. Either it cannot be reached from here, or it does not allow other pages to read it (CORS). Download the pack and choose its folder instead.`,
				{ address: file.href },
				{ cause }
			);
		}
		if (!response.ok) {
			throw new ShrikeError(
				'url.status',
				`${file.host} answered ${response.status} for ${name}. Check that the address is that of the pack’s folder.`,
				{ address: file.href, status: response.status }
			);
		}
		return new Uint8Array(await response.arrayBuffer());
	};
}
