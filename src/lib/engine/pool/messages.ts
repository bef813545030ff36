import type { BackendName } from '../../core/backend';
import type { Failure } from '../../core/errors';
import type { PackSource } from '../types';
import type { FeatureReply, FeatureRequest, MarginReply, MarginRequest, SegmentJob, SegmentOutcome, SegmentTask } from './types';

/** What a lane asks in the middle of a segment. */
export type Ask = { readonly kind: 'features'; readonly request: FeatureRequest } | { readonly kind: 'margins'; readonly request: MarginRequest };

export type Answer = { readonly kind: 'features'; readonly reply: FeatureReply } | { readonly kind: 'margins'; readonly reply: MarginReply };

/** To a segment worker. `id` names a call, `ask` a question within one. */
export type ToSegmentWorker =
	| { readonly kind: 'load'; readonly id: number; readonly pack: PackSource; readonly backend: BackendName }
	| { readonly kind: 'open'; readonly id: number; readonly job: SegmentJob; readonly lanes: number }
	| { readonly kind: 'score'; readonly id: number; readonly lane: number; readonly task: SegmentTask }
	| { readonly kind: 'cancel'; readonly id: number }
	| { readonly kind: 'answer'; readonly ask: number; readonly answer: Answer }
	| { readonly kind: 'refusal'; readonly ask: number; readonly failure: Failure }
	| { readonly kind: 'ping' };

export type FromSegmentWorker =
	| { readonly kind: 'done'; readonly id: number }
	| { readonly kind: 'outcome'; readonly id: number; readonly outcome: SegmentOutcome }
	| { readonly kind: 'failure'; readonly id: number; readonly failure: Failure }
	| { readonly kind: 'ask'; readonly id: number; readonly ask: number; readonly question: Ask }
	| { readonly kind: 'pong' };

/** What an outcome takes along instead of copying it: all its arrays are its own, some in a buffer with room to spare. */
export function buffersOf({ parts }: SegmentOutcome): Transferable[] {
	const buffers = new Set<ArrayBuffer>();
	for (const { offset, margin, score, decision, label, amount, timestamp, keys, features, text } of parts) {
		const texts = Object.values(keys).flatMap(({ bytes, ends }) => [bytes, ends]);
		for (const array of [offset, margin, score, decision, label, amount, timestamp, ...texts, features?.values, features?.rows, text]) {
			if (array?.buffer instanceof ArrayBuffer) buffers.add(array.buffer);
		}
	}
	return [...buffers];
}

export function buffersOfAsk({ kind, request }: Ask): Transferable[] {
	if (kind === 'margins') return [request.features.buffer];
	return [...request.columns.map(({ buffer }) => buffer), ...(request.labels ? [request.labels.buffer] : []), ...request.spare];
}

export function buffersOfAnswer({ kind, reply }: Answer): Transferable[] {
	// Two features may be the same column.
	return kind === 'margins' ? [reply.margins.buffer] : [...new Set(reply.kept.map(({ buffer }) => buffer))];
}
