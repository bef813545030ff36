import type { Failure } from '../../core/errors';
import type { Policy } from '../../core/policy/policy';
import type {
	EvaluationRequest,
	ExportOptions,
	FileSource,
	LoadOptions,
	PackSource,
	PreviewOptions,
	RunOptions,
	RunProgress,
	ScoringEngine,
	SingleInput
} from '../types';

/** What a structured clone cannot carry: signals become `cancel` messages, callbacks `progress` messages. */
type Sendable<Options> = Omit<Options, 'signal' | 'onProgress'>;

/** Every method that crosses the worker's border, with what it takes along and reports on the way. */
export interface Protocol {
	load: { args: { pack: PackSource; options: Sendable<LoadOptions> }; progress: never };
	status: { args: { readonly [nothing: string]: never }; progress: never };
	scoreOne: { args: { input: SingleInput; policy: Policy }; progress: never };
	preview: { args: { source: FileSource; options: Sendable<PreviewOptions> }; progress: never };
	scoreFile: { args: { source: FileSource; options: Sendable<RunOptions> }; progress: RunProgress };
	analyse: { args: { runId: string }; progress: never };
	figures: { args: { runId: string }; progress: never };
	evaluate: { args: { runId: string; request: EvaluationRequest }; progress: never };
	rowScores: { args: { runId: string; mostRows: number }; progress: never };
	exportScored: {
		args: { source: FileSource; runId: string; options: Sendable<ExportOptions> };
		progress: Parameters<NonNullable<ExportOptions['onProgress']>>[0];
	};
	sample: { args: { rows: number; seed: number }; progress: never };
	close: { args: { readonly [nothing: string]: never }; progress: never };
}

export type Method = keyof ScoringEngine;
export type Args<M extends Method> = Protocol[M]['args'];
export type Progress<M extends Method> = Protocol[M]['progress'];
export type Result<M extends Method> = Awaited<ReturnType<ScoringEngine[M]>>;

// The unions below are distributed over the method, so that a message's parts are known to belong together.

export type Request<M extends Method = Method> = {
	[K in M]: { readonly kind: 'request'; readonly id: number; readonly method: K; readonly args: Args<K> };
}[M];

export type ProgressMessage<M extends Method = Method> = {
	[K in M]: { readonly kind: 'progress'; readonly id: number; readonly method: K; readonly progress: Progress<K> };
}[M];

export type ResultMessage<M extends Method = Method> = {
	[K in M]: { readonly kind: 'result'; readonly id: number; readonly method: K; readonly result: Result<K> };
}[M];

export interface FailureMessage {
	readonly kind: 'failure';
	readonly id: number;
	readonly method: Method;
	readonly failure: Failure;
}

export type ToWorker<M extends Method = Method> = Request<M> | { readonly kind: 'cancel'; readonly id: number } | { readonly kind: 'ping' };
export type FromWorker<M extends Method = Method> =
	| ResultMessage<M>
	| ProgressMessage<M>
	| FailureMessage
	| { readonly kind: 'pong' };

/** What a result takes along instead of copying it; the worker cannot read these buffers afterwards. */
export const transfers: { readonly [M in Method]?: (result: Result<M>) => Transferable[] } = {
	analyse: ({ scores, table }) => [
		scores.buffer,
		table.margins.buffer,
		table.cumulativeAmount.buffer,
		table.frauds.buffer,
		table.otherwise.buffer
	],
	rowScores: ({ scores, decisions }) => [scores, decisions].flatMap((array) => (array ? [array.buffer] : []))
};
