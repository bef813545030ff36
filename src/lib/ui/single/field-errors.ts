import type { Failure } from '../../core/errors';

/** The sentences that a failure has for single fields, by the field's name. */
export function fieldErrors(failure: Failure | null): ReadonlyMap<string, string> {
	const fields = failure?.detail['fields'];
	if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return new Map();
	return new Map(Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
