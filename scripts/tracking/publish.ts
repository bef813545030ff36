import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShrikeError } from '../../src/lib/core/errors';
import { exportRun } from '../../src/lib/tracking/mlflow/export-run';
import { eventFile, eventFileName } from '../../src/lib/tracking/tensorboard/event-file';
import type { TrackedRun } from '../../src/lib/tracking/types';
import type { Tracking } from './options';

/** Where a run went. */
export interface Published {
	/** The run's page, and its version of the registered model. */
	readonly mlflow?: { readonly page: string; readonly modelVersion: string | null };
	readonly tensorboard?: string;
}

/**
 * Writes a run for TensorBoard and sends it to MLflow, whichever was asked for. Rejects with `file.unwritable`,
 * `tracking.unreachable`, `tracking.refused`, and what the signal was aborted with.
 *
 * @param folder below the one for TensorBoard, of this run alone
 */
export async function publish(tracking: Tracking, run: TrackedRun, folder: string, signal: AbortSignal): Promise<Published> {
	const { tensorboard, mlflow } = tracking;
	const file = tensorboard === null ? undefined : await writeEvents(join(tensorboard, folder), run);
	const sent = mlflow === null ? undefined : await exportRun({ address: mlflow.address, authorization: mlflow.authorization, fetch, signal }, run);
	return {
		...(sent ? { mlflow: { page: sent.page, modelVersion: sent.modelVersion } } : {}),
		...(file === undefined ? {} : { tensorboard: file })
	};
}

async function writeEvents(folder: string, run: TrackedRun): Promise<string> {
	const path = join(folder, eventFileName(run));
	try {
		await mkdir(folder, { recursive: true });
		await writeFile(path, eventFile(run));
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new ShrikeError('file.unwritable', `TensorBoard's file cannot be written to ${path}: ${why}. Give another folder with --tensorboard.`, { path }, { cause });
	}
	return path;
}
