import { ShrikeError } from '../core/errors';

export function notFound(id: string): ShrikeError {
	return new ShrikeError('storage.not-found', 'This entry is not in the log any more. Reload the page to see what is.', {
		id
	});
}

export function full(cause?: unknown): ShrikeError {
	return new ShrikeError(
		'storage.full',
		'The browser has no room left for the log. What was stored is intact: delete runs that you no longer need, or free disk space, then go on.',
		{},
		{ cause }
	);
}

export function isFull(thrown: unknown): boolean {
	return thrown instanceof ShrikeError && thrown.code === 'storage.full';
}

export function unavailable(cause: unknown): ShrikeError {
	return new ShrikeError(
		'storage.unavailable',
		'The browser gives this page no database, as in a private window, a frame of another site or with site data blocked. Scores are kept only until the page is closed: download what you need.',
		{ reason: describe(cause) },
		{ cause }
	);
}

export function blockedByOlderTab(): ShrikeError {
	return new ShrikeError(
		'storage.blocked',
		'Another tab with an older version of Shrike keeps the log from being upgraded. Close the other tabs, then reload this one.'
	);
}

export function supersededByNewerTab(): ShrikeError {
	return new ShrikeError(
		'storage.blocked',
		'A newer version of Shrike was opened and has upgraded the log. Reload this tab to go on with it.'
	);
}

/** An error, and those that it wraps: Dexie's `inner` and bulk `failures`, and the standard `cause`. */
function* chain(thrown: unknown, depth = 0): Generator<{ name: string; message: string }> {
	if (typeof thrown !== 'object' || thrown === null || depth > 4) return;
	if ('name' in thrown && 'message' in thrown) yield { name: String(thrown.name), message: String(thrown.message) };
	if ('inner' in thrown) yield* chain(thrown.inner, depth + 1);
	if ('cause' in thrown) yield* chain(thrown.cause, depth + 1);
	if ('failures' in thrown && Array.isArray(thrown.failures)) {
		for (const failure of thrown.failures) yield* chain(failure, depth + 1);
	}
}

function isQuota(thrown: unknown): boolean {
	return [...chain(thrown)].some((error) => error.name === 'QuotaExceededError');
}

/**
 * Whether the connection went away under the work, as Safari does to hidden tabs: worth one more try on a new one. An
 * abort counts only where nothing says why.
 */
export function isConnectionLost(thrown: unknown): boolean {
	const errors = [...chain(thrown)];
	if (errors.some((error) => error.name === 'DatabaseClosedError' || error.name === 'InvalidStateError')) return true;
	if (errors.some((error) => error.name === 'UnknownError' && /connection|server|lost/i.test(error.message))) return true;
	return errors.length > 0 && errors.every((error) => error.name === 'AbortError');
}

const noDatabase = new Set([
	'AbortError',
	'MissingAPIError',
	'OpenFailedError',
	'SecurityError',
	'NotAllowedError',
	'UnknownError',
	'DatabaseClosedError',
	'InvalidStateError'
]);

/** Names what IndexedDB or Dexie threw; a defect of ours stays what it is. */
export function toStorageError(thrown: unknown): unknown {
	if (thrown instanceof ShrikeError) return thrown;
	if (isQuota(thrown)) return full(thrown);
	if ([...chain(thrown)].some((error) => error.name === 'VersionError')) return supersededByNewerTab();
	if ([...chain(thrown)].some((error) => noDatabase.has(error.name))) return unavailable(thrown);
	return thrown;
}

function describe(cause: unknown): string {
	return [...chain(cause)].map((error) => `${error.name}: ${error.message}`).join('; ') || String(cause);
}
