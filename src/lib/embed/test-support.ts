import { rpcError, response } from '../core/embed/json-rpc';
import { limits, protocolVersion } from '../core/embed/limits';
import type { ResultOf } from '../core/embed/wire';
import { z } from '../core/zod';
import type { Call, EmbedHandlers } from './handlers';
import { Rate } from './rate';
import { Session } from './session';

const pack = { name: 'p', title: 'P', version: '1.0.0', sha256: 'ab' };
const policy = { kind: 'threshold', review: 0.5 } as const;

export const someInfo: ResultOf<'info'> = {
	protocol: protocolVersion,
	version: 'v',
	pack: null,
	policy,
	backend: 'wasm',
	certificate: null,
	storage: 'memory',
	storageReason: null,
	crossOriginIsolated: false,
	theme: 'system',
	locale: null,
	busy: false,
	limits: { ...limits }
};

export const someBatch: ResultOf<'scoreFile'> = {
	kind: 'file',
	runId: 'run-1',
	name: 'a.csv',
	rows: 2,
	scored: 2,
	rejected: 0,
	flagged: 1,
	flaggedAmount: 9.5,
	policy,
	pack,
	backends: ['wasm'],
	elapsedMs: 1,
	scores: null,
	decisions: null,
	rejects: [],
	scoredFile: null
};

export const someSingle: ResultOf<'score'> = {
	kind: 'single',
	id: 'single-1',
	score: 0.25,
	margin: -1,
	decision: 'approve',
	policy,
	pack,
	backend: 'wasm',
	certificate: 'c',
	latencyMs: 1,
	warnings: []
};

export function stubHandlers(overrides: Partial<EmbedHandlers> = {}): EmbedHandlers {
	return {
		info: () => someInfo,
		score: async () => someSingle,
		scoreFile: async () => someBatch,
		setPolicy: ({ review }) => ({ policy: { kind: 'threshold', review } }),
		setTheme: ({ theme }) => ({ theme }),
		...overrides
	};
}

/** A task, as the page's own pause is. */
export const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A clock by which no message ever comes too fast. */
export function slowClock(): () => number {
	let now = 0;
	return () => (now += 1000);
}

const answer = z.looseObject({ id: z.int().nullable(), result: z.unknown().optional(), error: rpcError.optional() });
export type Answer = z.infer<typeof answer>;
const event = z.strictObject({ jsonrpc: z.literal('2.0'), method: z.string(), params: z.unknown() });

/** The host's end of a port: it keeps all that comes, each message held to its schema. */
export class HostEnd {
	readonly answers: Answer[] = [];
	readonly events: { method: string; params: unknown }[] = [];
	readonly closed: Promise<void>;
	private waiting: (() => void)[] = [];
	private lastId = 1_000_000;

	constructor(readonly port: MessagePort) {
		port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
			const told = event.safeParse(data);
			if (told.success) this.events.push(told.data);
			else this.answers.push(answer.parse(response.parse(data)));
			for (const wake of this.waiting.splice(0)) wake();
		});
		this.closed = new Promise((resolve) => port.addEventListener('close', () => resolve()));
		port.start();
	}

	/** Waits for messages until there is what `find` looks for. */
	async until<T>(find: () => T | undefined | false): Promise<T> {
		for (;;) {
			const found = find();
			if (found !== undefined && found !== false) return found;
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		}
	}

	send(id: number, method: string, params: unknown = {}): void {
		this.port.postMessage({ jsonrpc: '2.0', id, method, params });
	}

	/** The answer to a request that this sends. */
	ask(method: string, params: unknown = {}): Promise<Answer> {
		const id = this.lastId++;
		this.send(id, method, params);
		return this.answerTo(id);
	}

	answerTo(id: number | null): Promise<Answer> {
		return this.until(() => this.answers.find((one) => one.id === id));
	}

	/** Shrike's code of the answer's error. */
	async codeOf(asked: Promise<Answer>): Promise<string | undefined> {
		return (await asked).error?.data.code;
	}
}

export interface Connected {
	readonly host: HostEnd;
	/** The session's end of the channel. */
	readonly port: MessagePort;
	readonly session: Session;
	/** Why the session has ended; null while it has not. */
	ended: 'closed' | 'for-good' | null;
}

/** A session at one end of a channel and a host at the other. */
export function connect(overrides: Partial<EmbedHandlers> = {}, clock: () => number = slowClock()): Connected {
	const { port1, port2 } = new MessageChannel();
	const connected: Connected = {
		host: new HostEnd(port2),
		port: port1,
		ended: null,
		session: new Session(port1, {
			handlers: stubHandlers(overrides),
			rate: new Rate(clock),
			pause,
			onEnd: (why) => {
				connected.ended = why;
			}
		})
	};
	return connected;
}

/** A promise and what settles it. */
function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (reason: unknown) => void } {
	let resolve: (value: T) => void = () => undefined;
	let reject: (reason: unknown) => void = () => undefined;
	const promise = new Promise<T>((yes, no) => {
		resolve = yes;
		reject = no;
	});
	return { promise, resolve, reject };
}

/** A `score` that works until it is told to end, or for ever. */
export function slowScore() {
	const calls: { call: Call; end: ReturnType<typeof deferred<ResultOf<'score'>>> }[] = [];
	return {
		calls,
		score: (_: unknown, call: Call) => {
			const end = deferred<ResultOf<'score'>>();
			calls.push({ call, end });
			return end.promise;
		}
	};
}
