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
