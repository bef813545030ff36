import process from 'node:process';
import { mlflowAddress } from '../../src/lib/tracking/mlflow/address';
import { usage } from '../cli/arguments';

/** Where runs are sent. Without the options nothing is sent anywhere. */
export interface Tracking {
	readonly mlflow: {
		readonly address: string;
		readonly authorization: string | undefined;
		readonly model: { readonly name: string; readonly alias: string } | null;
	} | null;
	readonly experiment: string;
	/** Folder for TensorBoard, one folder a run in it. */
	readonly tensorboard: string | null;
}

/** For `parsed`. */
export const trackingOptions = {
	mlflow: { type: 'string' },
	experiment: { type: 'string' },
	register: { type: 'string' },
	alias: { type: 'string' },
	tensorboard: { type: 'string' }
} as const;

export const trackingHelp = `  --mlflow URL        send the run to an MLflow server: parameters, learning curves, figures, the pack's files
                      (a login as user:password@ in the URL, or a token in MLFLOW_TRACKING_TOKEN)
  --experiment NAME   there (default: the pack's name)
  --register NAME     register the pack there as a new version of this model
  --alias ALIAS       and point this alias at it (default candidate)
  --tensorboard DIR   write an event file for TensorBoard, each run into a folder of its own`;

type Values = { readonly [name in keyof typeof trackingOptions]?: string };

/** Throws `cli.usage`, and `url.invalid` for the address, before any work is done. */
export function trackingOf({ mlflow, experiment, register, alias, tensorboard }: Values, pack: string): Tracking {
	if (mlflow === undefined && (experiment ?? register ?? alias) !== undefined) throw usage('--experiment, --register and --alias need --mlflow URL');
	if (alias !== undefined && register === undefined) throw usage('--alias needs --register NAME');
	if (mlflow !== undefined) mlflowAddress(mlflow);
	const token = process.env.MLFLOW_TRACKING_TOKEN;
	return {
		mlflow:
			mlflow === undefined
				? null
				: {
						address: mlflow,
						authorization: token ? `Bearer ${token}` : undefined,
						model: register === undefined ? null : { name: register, alias: alias ?? 'candidate' }
					},
		experiment: experiment ?? pack,
		tensorboard: tensorboard ?? null
	};
}

export function isTracked({ mlflow, tensorboard }: Tracking): boolean {
	return mlflow !== null || tensorboard !== null;
}
