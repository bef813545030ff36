import { ShrikeError } from '../../core/errors';
import type { TrackedRun } from '../types';
import { mlflowAddress } from './address';
import { artifactFolder, putArtifacts, requirePath } from './artifacts';
import { batchesOf } from './batches';
import { callMlflow, postMlflow, refusalOf, type MlflowClient } from './client';
import { createdExperiment, createdRun, createdVersion, experimentReply, nothing } from './replies';

/** Where a run is now. */
export interface ExportedRun {
	readonly experimentId: string;
	readonly runId: string;
	/** Version of the registered model; null where the run names none. */
	readonly modelVersion: string | null;
	/** The run's page. */
	readonly page: string;
}

/**
 * Sends a finished run to an MLflow server by its REST API: the experiment (made where it is missing), the run with
 * parameters, tags and metrics, its artifacts, a version of the registered model with its alias; FINISHED comes last. A run
 * that could not be sent whole is marked FAILED, as far as the server can still be reached.
 *
 * Throws ShrikeError `tracking.unreachable` or `tracking.refused`, naming the call; `url.invalid` for the address; what the
 * signal was aborted with; RangeError for an artifact's path that leaves the run.
 */
export async function exportRun(client: MlflowClient, run: TrackedRun): Promise<ExportedRun> {
	for (const { path } of run.artifacts) requirePath(path);
	const experimentId = await experimentOf(client, run.experiment);
	const created = await postMlflow(
		client,
		'runs/create',
		{ experiment_id: experimentId, run_name: run.name, start_time: Math.round(run.startedAt) },
		createdRun
	);
	const { run_id: runId, artifact_uri: artifactUri } = created.run.info;
	try {
		for (const batch of batchesOf(run)) await postMlflow(client, 'runs/log-batch', { run_id: runId, ...batch }, nothing);
		if (run.artifacts.length > 0) await putArtifacts(client, artifactFolder(client, artifactUri), run.artifacts);
		const modelVersion = run.model === undefined ? null : await registerModel(client, run.model, runId, artifactUri);
		await finish(client, runId, 'FINISHED', run.finishedAt);
		const page = `${mlflowAddress(client.address).url}/#/experiments/${experimentId}/runs/${runId}`;
		return { experimentId, runId, modelVersion, page };
	} catch (thrown) {
		// The first failure is the one to tell, so a second one here is dropped; a cancelled export says so too.
		const briefly = { ...client, signal: undefined, timeoutMs: 5_000 };
		await finish(briefly, runId, 'FAILED', run.finishedAt).catch(() => undefined);
		throw thrown;
	}
}

function finish(client: MlflowClient, runId: string, status: 'FINISHED' | 'FAILED', finishedAt: number): Promise<object> {
	return postMlflow(client, 'runs/update', { run_id: runId, status, end_time: Math.round(finishedAt) }, nothing);
}

async function experimentOf(client: MlflowClient, name: string): Promise<string> {
	const found = await findExperiment(client, name);
	if (found !== null) return found;
	try {
		return (await postMlflow(client, 'experiments/create', { name }, createdExperiment)).experiment_id;
	} catch (thrown) {
		// Someone else made it between the two calls.
		const now = refusalOf(thrown) === 'RESOURCE_ALREADY_EXISTS' ? await findExperiment(client, name) : null;
		if (now === null) throw thrown;
		return now;
	}
}

async function findExperiment(client: MlflowClient, name: string): Promise<string | null> {
	const call = 'experiments/get-by-name';
	const path = `/api/2.0/mlflow/${call}?experiment_name=${encodeURIComponent(name)}`;
	try {
		const { experiment } = await callMlflow(client, { call, method: 'GET', path }, experimentReply);
		if (experiment.lifecycle_stage !== 'deleted') return experiment.experiment_id;
	} catch (thrown) {
		if (refusalOf(thrown) === 'RESOURCE_DOES_NOT_EXIST') return null;
		throw thrown;
	}
	throw new ShrikeError(
		'tracking.refused',
		`The experiment “${name}” is deleted on the MLflow server. Restore it there or use another name.`,
		{ call }
	);
}

async function registerModel(
	client: MlflowClient,
	{ name, alias }: NonNullable<TrackedRun['model']>,
	runId: string,
	artifactUri: string
): Promise<string> {
	await postMlflow(client, 'registered-models/create', { name }, nothing).catch((thrown: unknown) => {
		if (refusalOf(thrown) !== 'RESOURCE_ALREADY_EXISTS') throw thrown;
	});
	const source = { name, source: artifactUri, run_id: runId };
	const { model_version } = await postMlflow(client, 'model-versions/create', source, createdVersion);
	await postMlflow(client, 'registered-models/alias', { name, alias, version: model_version.version }, nothing);
	return model_version.version;
}
