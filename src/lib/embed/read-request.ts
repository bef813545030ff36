import { request } from '../core/embed/json-rpc';
import { limits } from '../core/embed/limits';
import { methods, type MethodName } from '../core/embed/wire';
import { Refusal } from './refusal';

export interface ReadRequest {
	readonly id: number;
	readonly method: MethodName;
	readonly params: { readonly [name: string]: unknown };
}

/** An object as `{}` makes one: not an array, a map or a file, whose keys or elements could take forever to list. */
export function isPlain(value: unknown): value is { readonly [name: string]: unknown } {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

/** The id of a request as far as it can be read, so that even a malformed one is answered under it; else null. */
export function readId(message: unknown): number | null {
	const id = isPlain(message) && Object.hasOwn(message, 'id') ? message.id : null;
	return typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? id : null;
}

/**
 * The request that a message is; its parameters are not looked into yet.
 * @throws Refusal `embed.malformed`, `embed.too-large` (parameters without number) or `embed.unknown-method`.
 */
export function readRequest(message: unknown): ReadRequest {
	if (!isPlain(message)) throw new Refusal('embed.malformed');
	const given = message.params;
	if (given !== undefined && !isPlain(given)) throw new Refusal('embed.malformed', { path: 'params' });
	// Before zod, which lists and copies them all.
	if (given !== undefined && Object.keys(given).length > limits.fields) throw new Refusal('embed.too-large', { most: limits.fields });
	const read = request.safeParse(message);
	if (!read.success) throw new Refusal('embed.malformed');
	const { id, method, params = {} } = read.data;
	if (!isMethod(method)) throw new Refusal('embed.unknown-method');
	return { id, method, params };
}

function isMethod(name: string): name is MethodName {
	return Object.hasOwn(methods, name);
}
