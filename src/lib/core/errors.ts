import type { Json } from './json';

/**
 * Every way a user's request can fail. The code is stable (documents, tests and other programs rely on it); the
 * message that comes with it says what happened and what to do next.
 */
export type ErrorCode =
	// the file as a whole
	| 'file.empty'
	| 'file.header-only'
	| 'file.no-header'
	| 'file.missing-columns'
	| 'file.duplicate-columns'
	| 'file.binary'
	| 'file.spreadsheet'
	| 'file.archive'
	| 'file.encoding'
	| 'file.gzip-corrupt'
	| 'file.row-too-long'
	| 'file.changed'
	| 'file.unreadable'
	| 'file.not-the-same'
	| 'file.unwritable'
	// one row or cell: the row is rejected, the run goes on
	| 'row.ragged'
	| 'cell.blank'
	| 'cell.not-a-number'
	| 'cell.not-finite'
	| 'cell.out-of-range'
	| 'cell.bad-label'
	| 'cell.bad-date'
	// a single transaction typed or pasted
	| 'input.wrong-count'
	| 'input.looks-raw'
	| 'input.not-json'
	| 'input.invalid'
	// an address typed by the user
	| 'url.invalid'
	| 'url.blocked'
	| 'url.status'
	// packs
	| 'pack.not-found'
	| 'pack.invalid'
	| 'pack.digest-mismatch'
	| 'pack.unsupported-format'
	| 'pack.unsupported-model'
	// the engine
	| 'engine.no-backend'
	| 'engine.backend-failed'
	| 'engine.worker-crashed'
	| 'engine.cancelled'
	| 'engine.busy'
	// never shown: a segment is read again
	| 'engine.misplaced'
	| 'engine.internal'
	// the log
	| 'storage.full'
	| 'storage.unavailable'
	| 'storage.blocked'
	| 'storage.not-found'
	| 'storage.in-use'
	// saved profiles
	| 'state.corrupt'
	| 'state.other-pipeline'
	| 'state.other-key'
	| 'state.not-needed'
	// training and evaluation
	| 'data.too-few-frauds'
	| 'data.constant-column'
	| 'data.missing-column'
	| 'data.resampled'
	| 'config.invalid'
	| 'data.one-class'
	| 'data.bad-label'
	| 'data.wrong-file'
	// trackers that a run is exported to
	| 'tracking.unreachable'
	| 'tracking.refused'
	// the command line
	| 'cli.usage';

/** What crosses a worker, a frame or a network border instead of an `Error`. */
export interface Failure {
	readonly code: ErrorCode;
	readonly message: string;
	readonly detail: { readonly [key: string]: Json };
}

/** The one error class of Shrike. Anything else that is thrown is a defect and is reported as `engine.internal`. */
export class ShrikeError extends Error {
	override readonly name = 'ShrikeError';
	constructor(
		readonly code: ErrorCode,
		message: string,
		readonly detail: { readonly [key: string]: Json } = {},
		options?: ErrorOptions
	) {
		super(message, options);
	}
}

/** Turns whatever was thrown into a {@link Failure} that survives structured cloning. */
export function toFailure(thrown: unknown): Failure {
	if (thrown instanceof ShrikeError) return { code: thrown.code, message: thrown.message, detail: thrown.detail };
	if (thrown instanceof DOMException && thrown.name === 'AbortError') {
		return { code: 'engine.cancelled', message: 'Cancelled.', detail: {} };
	}
	const text = thrown instanceof Error ? thrown.message : String(thrown);
	return {
		code: 'engine.internal',
		message: `Something went wrong inside Shrike: ${text}. Please report it with the steps that led here.`,
		detail: thrown instanceof Error && thrown.stack ? { stack: thrown.stack } : {}
	};
}

/** The inverse of {@link toFailure} on the other side of the border. */
export function fromFailure(failure: Failure): ShrikeError {
	return new ShrikeError(failure.code, failure.message, failure.detail);
}
