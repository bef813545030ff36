import { parentPort, workerData } from 'node:worker_threads';
import { toFailure } from '../../src/lib/core/errors';
import { runTrial } from '../../src/lib/training/search/run-trial';
import type { SearchData } from '../../src/lib/training/search/search-data';
import { CurveRecorder } from '../tracking/curve-recorder';
import type { TrialReply, TrialTask } from './trial-task';

const data: SearchData = workerData;

parentPort?.on('message', (task: TrialTask) => void answer(task).then((reply) => parentPort?.postMessage(reply)));

async function answer({ model, options, curves }: TrialTask): Promise<TrialReply> {
	const startedAt = Date.now();
	try {
		const recorder = new CurveRecorder();
		const metrics = await runTrial(model, data, options, curves ? recorder.report : () => undefined);
		return { startedAt, metrics, curves: recorder.metrics };
	} catch (thrown) {
		const { code, message } = toFailure(thrown);
		return { startedAt, failure: { code, message } };
	}
}
