import type { BackendName } from '../../core/backend';
import { ShrikeError } from '../../core/errors';
import type { RunRecord } from '../../core/run/types';
import type { EngineStatus, FileSource, PackSource, RunOptions, RunProgress, ScoringEngine } from '../types';
import type { WorkerLike } from './connection';
import type { FromWorker } from './protocol';
import { serveEngine } from './serve';

type Listener<E> = (event: E) => void;

/** The page's end of a fake worker; what it hears is told by `say` and `fail`. */
export class ManualWorker implements WorkerLike {
	readonly sent: unknown[] = [];
	terminated = false;
	private readonly onMessage: Listener<MessageEvent<FromWorker>>[] = [];
	private readonly onError: Listener<ErrorEvent>[] = [];
	private readonly onMessageError: Listener<void>[] = [];

	addEventListener(type: 'message', listener: Listener<MessageEvent<FromWorker>>): void;
	addEventListener(type: 'error', listener: Listener<ErrorEvent>): void;
	addEventListener(type: 'messageerror', listener: Listener<void>): void;
	addEventListener(
		...[type, listener]:
			| ['message', Listener<MessageEvent<FromWorker>>]
			| ['error', Listener<ErrorEvent>]
			| ['messageerror', Listener<void>]
	): void {
		if (type === 'message') this.onMessage.push(listener);
		else if (type === 'error') this.onError.push(listener);
		else this.onMessageError.push(listener);
	}

	postMessage(message: unknown): void {
		this.sent.push(message);
	}

	get pings(): number {
		return this.sent.filter((message) => JSON.stringify(message) === '{"kind":"ping"}').length;
	}

	terminate(): void {
		this.terminated = true;
	}

	/** A message arrives from the worker. Those on the way when it is terminated arrive too. */
	say(data: FromWorker): void {
		for (const listener of this.onMessage) listener(new MessageEvent('message', { data }));
	}

	/** The worker's error event. */
	fail(message: string): void {
		for (const listener of this.onError) listener(Object.assign(new Event('error'), errorFacts, { message }));
	}

	failToRead(): void {
		for (const listener of this.onMessageError) listener();
	}
}

const errorFacts = { colno: 0, lineno: 0, filename: '', error: null };

/** A fake worker with an engine in it, over a real message channel: everything is cloned as between threads. */
export class HostedWorker extends ManualWorker {
	private readonly channel = new MessageChannel();

	constructor(engine: ScoringEngine) {
		super();
		this.channel.port1.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.say(data));
		this.channel.port1.start();
		serveEngine(this.channel.port2, engine);
		this.channel.port2.start();
	}

	override postMessage(message: unknown): void {
		super.postMessage(message);
		if (!this.terminated) this.channel.port1.postMessage(message);
	}

	override terminate(): void {
		super.terminate();
		this.channel.port1.close();
	}
}

/** An engine of which only what is given works. */
export function stubEngine(parts: Partial<ScoringEngine>): ScoringEngine {
	const missing = () => Promise.reject(new ShrikeError('engine.internal', 'Not part of this test.'));
	return {
		load: missing,
		scoreOne: missing,
		preview: missing,
		scoreFile: missing,
		analyse: missing,
		figures: missing,
		evaluate: missing,
		rowScores: missing,
		exportScored: missing,
		sample: missing,
		status: missing,
		close: () => Promise.resolve(),
		...parts
	};
}

export const packSource: PackSource = { label: 'test', sha256: null, location: { kind: 'url', base: '/model/test/' } };

export function statusOn(backend: BackendName): EngineStatus {
	return {
		pack: {
			name: 'test',
			title: 'Test',
			version: '1.0.0',
			sha256: 'a'.repeat(64),
			schema: { name: 'test', columns: [] },
			featureNames: [],
			profileKeys: [],
			levels: {},
			policy: { kind: 'threshold', review: 0.5 },
			prior: null,
			card: null
		},
		backend,
		certificate: {
			id: '0123456789abcdef',
			packSha256: 'a'.repeat(64),
			backend,
			device: 'test',
			vectors: 1,
			maxAbsError: 0,
			tolerance: 1e-4,
			passed: true
		},
		reports: []
	};
}

export const source: FileSource = { name: 'a.csv', blob: new Blob(['Time,V1\n']) };

export const runOptions: RunOptions = {
	dialect: { delimiter: ',', decimal: '.', encoding: 'utf-8', gzip: false },
	mapping: {},
	policy: { kind: 'threshold', review: 0.5 },
	resume: null
};

export function progressAt(rows: number, runId = 'run-1', backend: BackendName = 'wasm'): RunProgress {
	return { runId, rows, rejected: 0, flagged: 0, bytes: rows, totalBytes: null, elapsedMs: 0, backend, notice: null };
}

export function finishedRun(id = 'run-1'): RunRecord {
	return {
		id,
		startedAt: 0,
		finishedAt: 1,
		status: 'done',
		file: { name: 'a.csv', size: 8, fingerprint: null },
		dialect: runOptions.dialect,
		headers: [],
		mapping: {},
		pack: { name: 'test', version: '1.0.0', sha256: 'a'.repeat(64), title: 'Test' },
		certificates: [],
		backends: [],
		switches: [],
		policy: runOptions.policy,
		counts: { rows: 0, scored: 0, rejected: 0, labelled: 0, frauds: 0, flagged: 0, flaggedAmount: 0, bytes: 0 },
		elapsedMs: 0,
		failure: null
	};
}
