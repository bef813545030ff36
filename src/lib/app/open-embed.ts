import { readEmbedQuery } from '../core/embed/read-query';
import { toFailure, type Failure } from '../core/errors';
import { openStore } from '../storage/open';
import { readAllowedOrigins } from './embed-origins';
import { EmbedPage } from './embed-page.svelte';
import { amongStrangers } from './framing';
import { openEngine } from './open-engine';

export interface OpenEmbedOptions {
	/** Address of the page, with what it asks for. */
	readonly address: URL;
	/** Address of the app's folder, a slash at its end. */
	readonly root: string;
	/** Of the app. */
	readonly version: string;
}

/**
 * Opens the log and makes the object graph of `/embed`. Null where the page lies in a frame of an origin that may not embed
 * it: then nothing is opened, and nothing is said to anyone.
 */
export async function openEmbed({ address, root, version }: OpenEmbedOptions): Promise<EmbedPage | null> {
	const { origins, problem } = await readAllowedOrigins(`${root}embed.config.json`, address.origin);
	if (amongStrangers(window, origins)) return null;
	let superseded: (failure: Failure) => void = () => undefined;
	const { store, fallback } = await openStore({ onSuperseded: (failure) => superseded(toFailure(failure)) });
	const page = new EmbedPage({
		store,
		storageFailure: fallback,
		engine: await openEngine(store, { logInWorker: true }),
		packs: `${root}model/`,
		version,
		...readEmbedQuery(address.searchParams),
		origins,
		configProblem: problem
	});
	superseded = (failure) => {
		page.storageFailure = failure;
	};
	return page;
}
