import { embedConfig } from '../core/embed/origins';

export interface AllowedOrigins {
	/** Exact origins, the page's own first. */
	readonly origins: readonly string[];
	/** Why it is only the page's own, in words; null where the configuration could be read. */
	readonly problem: string | null;
}

/**
 * Who may embed this page: its own origin, and those of `embed.config.json`. A configuration that cannot be had, or has
 * anything in it that is not understood, allows nobody else.
 *
 * @param address of the configuration
 * @param own the page's origin
 */
export async function readAllowedOrigins(address: string, own: string, get: typeof fetch = fetch): Promise<AllowedOrigins> {
	try {
		// An origin that was taken off the list is out at once.
		const response = await get(address, { cache: 'no-cache' });
		if (!response.ok) throw new Error(`status ${response.status}`);
		const { origins } = embedConfig.parse(await response.json());
		return { origins: [own, ...origins.filter((origin) => origin !== own)], problem: null };
	} catch {
		return { origins: [own], problem: 'embed.config.json is missing or is not what it should be, so no other site may embed Shrike.' };
	}
}
