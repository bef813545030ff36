import { results, type MethodName } from '../core/embed/wire';

export interface Outgoing {
	readonly result: unknown;
	/** Buffers that are handed over instead of copied. */
	readonly transfer: ArrayBuffer[];
}

/**
 * A result as it may leave the frame: held to its schema like what enters it, so that nothing undocumented crosses by
 * accident, and with arrays that have their memory to themselves, since a view takes all of its buffer along.
 * @throws ZodError for a result that is not what its schema says: a defect of the handler.
 */
export function outgoing(method: MethodName, result: unknown): Outgoing {
	if (method !== 'score' && method !== 'scoreFile') return { result: results[method].parse(result), transfer: [] };
	const checked = results[method].parse(result);
	if (checked.kind === 'single') return { result: checked, transfer: [] };
	const scores = checked.scores && (isAlone(checked.scores) ? checked.scores : new Float64Array(checked.scores));
	const decisions = checked.decisions && (isAlone(checked.decisions) ? checked.decisions : new Uint8Array(checked.decisions));
	const transfer = [scores?.buffer, decisions?.buffer].filter((buffer) => buffer instanceof ArrayBuffer);
	return { result: { ...checked, scores, decisions }, transfer };
}

function isAlone({ buffer, byteLength }: ArrayBufferView): boolean {
	return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
}
