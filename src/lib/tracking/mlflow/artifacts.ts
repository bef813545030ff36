import { ShrikeError } from '../../core/errors';
import { z } from '../../core/zod';
import type { TrackedArtifact } from '../types';
import { mlflowAddress } from './address';
import { callMlflow, type MlflowClient } from './client';

/**
 * Where under `mlflow-artifacts/artifacts/` a run's files go, from the `artifact_uri` that the server gave the run. Throws
 * ShrikeError `tracking.refused` where the server does not take files itself (it names a bucket or a folder instead), or
 * names another server.
 */
export function artifactFolder(client: MlflowClient, artifactUri: string): string {
	const uri = URL.canParse(artifactUri) ? new URL(artifactUri) : null;
	const here = new URL(mlflowAddress(client.address).url);
	if (uri?.protocol === 'mlflow-artifacts:' && (uri.host === '' || uri.host === here.host)) {
		return uri.pathname.replace(/^\/+|\/+$/g, '');
	}
	const where = artifactUri.split(/[?#]/, 1)[0].replace(/\/\/[^/]*@/, '//').slice(0, 200);
	throw new ShrikeError(
		'tracking.refused',
		`MLflow keeps this experiment's files at ${where} and does not take them itself, so they cannot be sent. Use an experiment made while the server ran with --artifacts-destination, or export without files.`,
		{ call: 'mlflow-artifacts' }
	);
}

/** Puts a run's files into its folder, one request each. Throws as {@link callMlflow} does. */
export async function putArtifacts(client: MlflowClient, folder: string, artifacts: readonly TrackedArtifact[]): Promise<void> {
	for (const { path, bytes } of artifacts) {
		const below = `${folder}/${path.split('/').map(encodeURIComponent).join('/')}`;
		await callMlflow(
			client,
			{
				call: `mlflow-artifacts (${path})`,
				method: 'PUT',
				path: `/api/2.0/mlflow-artifacts/artifacts/${below}`,
				type: 'application/octet-stream',
				body: bytes
			},
			z.unknown()
		);
	}
}

/**
 * Throws RangeError for a path that is absolute, empty or leaves the run's folder, or that MLflow 3.17 refuses (`#`, `?`) or
 * decodes twice (`%`).
 */
export function requirePath(path: string): void {
	if (path.split('/').every((part) => part !== '' && part !== '.' && part !== '..') && !/[\\%#?]/.test(path)) return;
	throw new RangeError(`An artifact's path is relative, with forward slashes and without % # ?, unlike ${path}.`);
}
