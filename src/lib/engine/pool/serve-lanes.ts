import { fromFailure, ShrikeError, toFailure } from '../../core/errors';
import type { Pack } from '../../core/pack/load';
import { chooseBackend } from '../backends/choose';
import { fetchBytes, readPack } from '../read-pack';
import type { ReadUrl } from '../read-pack';
import { BackendRelay } from '../run/backend-relay';
import { buffersOf, buffersOfAsk } from './messages';
import type { Answer, Ask, FromSegmentWorker, ToSegmentWorker } from './messages';
import { SegmentLane } from './segment-lane';
import type { LaneHost } from './types';

/** A segment worker's end of the line. */
export interface SegmentPort {
	postMessage(message: FromSegmentWorker, options?: { transfer?: Transferable[] }): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<ToSegmentWorker>) => void): void;
}

interface Question {
	resolve(answer: Answer): void;
	reject(error: ShrikeError): void;
}

/**
 * Answers a segment pool on a port: loads its pack with a backend of this worker's own, certified here, and scores segments
 * in as many lanes as were opened. Every call is answered once.
 */
export function serveLanes(port: SegmentPort, readUrl: ReadUrl = fetchBytes): void {
	const calls = new Map<number, AbortController>();
	const questions = new Map<number, Question>();
	let pack: Pack | null = null;
	let relay: BackendRelay | null = null;
	let lanes: readonly SegmentLane[] = [];
	let nextAsk = 1;

	const load = async ({ pack: source, backend: name }: Extract<ToSegmentWorker, { kind: 'load' }>): Promise<void> => {
		relay?.dispose();
		[pack, relay, lanes] = [null, null, []];
		const read = await readPack(source, readUrl);
		// The one GPU is the engine's: lanes ask for what only it computes.
		const choice = name === 'webgpu' ? null : await chooseBackend(read, { pin: name });
		pack = read;
		relay = choice && new BackendRelay(choice, choice.pool, () => performance.now());
	};

	const open = async ({ job, lanes: count }: Extract<ToSegmentWorker, { kind: 'open' }>): Promise<void> => {
		const [loaded, computed] = [pack, job.asks === 'margins' ? null : relay];
		if (loaded === null) throw new ShrikeError('pack.not-found', 'No model is loaded in this worker yet.');
		lanes = Array.from({ length: count }, () => new SegmentLane(loaded, computed, job));
	};

	const ask = (id: number, question: Ask, signal: AbortSignal): Promise<Answer> =>
		new Promise((resolve, reject) => {
			const number = nextAsk++;
			const stop = () => settle(() => reject(new ShrikeError('engine.cancelled', 'Cancelled.')));
			const settle = (how: () => void) => {
				questions.delete(number);
				signal.removeEventListener('abort', stop);
				how();
			};
			questions.set(number, {
				resolve: (answer) => settle(() => resolve(answer)),
				reject: (error) => settle(() => reject(error))
			});
			signal.addEventListener('abort', stop);
			port.postMessage({ kind: 'ask', id, ask: number, question }, { transfer: buffersOfAsk(question) });
		});

	const hostOf = (id: number, signal: AbortSignal): LaneHost => ({
		features: async (request) => {
			const answer = await ask(id, { kind: 'features', request }, signal);
			if (answer.kind === 'features') return answer.reply;
			throw new ShrikeError('engine.internal', 'A lane was answered what it did not ask.');
		},
		margins: async (request) => {
			const answer = await ask(id, { kind: 'margins', request }, signal);
			if (answer.kind === 'margins') return answer.reply;
			throw new ShrikeError('engine.internal', 'A lane was answered what it did not ask.');
		}
	});

	const score = async ({ id, lane, task }: Extract<ToSegmentWorker, { kind: 'score' }>): Promise<void> => {
		const controller = new AbortController();
		calls.set(id, controller);
		try {
			const outcome = await lanes[lane].score(task, hostOf(id, controller.signal), controller.signal);
			port.postMessage({ kind: 'outcome', id, outcome }, { transfer: buffersOf(outcome) });
		} finally {
			calls.delete(id);
		}
	};

	const answered = async (id: number, work: Promise<void>, done: boolean): Promise<void> => {
		try {
			await work;
			if (done) port.postMessage({ kind: 'done', id });
		} catch (error) {
			port.postMessage({ kind: 'failure', id, failure: toFailure(error) });
		}
	};

	port.addEventListener('message', ({ data }) => {
		switch (data.kind) {
			case 'ping':
				return port.postMessage({ kind: 'pong' });
			case 'cancel':
				return calls.get(data.id)?.abort();
			case 'answer':
				return questions.get(data.ask)?.resolve(data.answer);
			case 'refusal':
				return questions.get(data.ask)?.reject(fromFailure(data.failure));
			case 'load':
				return void answered(data.id, load(data), true);
			case 'open':
				return void answered(data.id, open(data), true);
			case 'score':
				return void answered(data.id, score(data), false);
		}
	});
}
