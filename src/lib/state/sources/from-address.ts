import { fileNameOf, httpsAddress } from '../../core/address/address';
import { ShrikeError } from '../../core/errors';
import type { FileSource } from '../../engine/types';

/**
 * Downloads what a person typed into a Blob (which the browser keeps on disk when it is large). No cookies or referrer
 * go with the request.
 *
 * @throws ShrikeError `url.invalid`, `url.blocked` (the other side allows no cross-origin reading, or cannot be
 * reached: a browser does not tell which), `url.status`, `engine.cancelled`.
 */
export async function sourceFromAddress(typed: string, signal: AbortSignal): Promise<FileSource> {
	const address = httpsAddress(typed);
	let response: Response;
	try {
		response = await fetch(address, { signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
	} catch (cause) {
		if (signal.aborted) throw new ShrikeError('engine.cancelled', 'Cancelled.');
		throw new ShrikeError(
			'url.blocked',
			`${address.host} did not hand out the file. Either it cannot be reached from here, or it does not allow other pages to read it (CORS). Download the file with the browser and drop it here, or ask its owner to send “Access-Control-Allow-Origin”.`,
			{ address: address.href },
			{ cause }
		);
	}
	if (!response.ok) {
		throw new ShrikeError(
			'url.status',
			`${address.host} answered ${response.status} ${response.statusText}`.trim() +
				'. Check the address, and that the file can be read without signing in.',
			{ address: address.href, status: response.status }
		);
	}
	try {
		return { name: fileNameOf(address), blob: await response.blob() };
	} catch (cause) {
		if (signal.aborted) throw new ShrikeError('engine.cancelled', 'Cancelled.');
		throw new ShrikeError(
			'url.blocked',
			`The connection to ${address.host} broke before the whole file had arrived. Try again, or download the file and drop it here.`,
			{ address: address.href },
			{ cause }
		);
	}
}
