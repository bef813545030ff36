import type { TrackedMetric } from '../../src/lib/tracking/types';
import type { LoggedTrial } from '../search/trial-log';
import { isTracked } from './options';
import type { Tracking } from './options';
import { publish } from './publish';
import { trialRun } from './trial-run';

/** Sends trials one after the other while others run. After a failure nothing more is sent; the search goes on. */
export class TrialPublisher {
	/** For a search; null where nothing is to be sent. */
	readonly onTrial: ((trial: LoggedTrial, curves: readonly TrackedMetric[]) => void) | null;
	private sent: Promise<void> = Promise.resolve();
	private failure: { readonly thrown: unknown } | null = null;

	constructor(search: string, tracking: Tracking, signal: AbortSignal) {
		const send = async (trial: LoggedTrial, curves: readonly TrackedMetric[]): Promise<void> => {
			if (this.failure) return;
			try {
				await publish(tracking, trialRun(search, trial, curves, tracking), `${search}/${trial.id}`, signal);
			} catch (thrown) {
				this.failure = { thrown };
			}
		};
		this.onTrial = isTracked(tracking) ? (trial, curves) => void (this.sent = this.sent.then(() => send(trial, curves))) : null;
	}

	/** Resolves when all trials are where they should be; rejects with the first failure. */
	async done(): Promise<void> {
		await this.sent;
		if (this.failure) throw this.failure.thrown;
	}
}
