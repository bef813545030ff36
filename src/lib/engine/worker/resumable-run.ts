import { ShrikeError } from '../../core/errors';
import { backendTitle } from '../backends/failure';
import type { RunOptions, RunProgress } from '../types';

export function isCrash(error: unknown): error is ShrikeError {
	return error instanceof ShrikeError && error.code === 'engine.worker-crashed';
}

/** What one `scoreFile` has to remember to go on in another worker. */
export class ResumableRun {
	/** The run that the next attempt goes on with: the one the caller named, then the one that progress named. */
	resume: string | null;
	/** The crash that the next progress has to tell of. */
	private untold: ShrikeError | null = null;

	constructor(
		private readonly resumedByCaller: string | null,
		private readonly onProgress: RunOptions['onProgress']
	) {
		this.resume = resumedByCaller;
	}

	deliver(progress: RunProgress): void {
		this.resume = progress.runId;
		const notice = progress.notice ?? this.noticeOfCrash(progress);
		this.untold = null;
		this.onProgress?.({ ...progress, notice });
	}

	/** Whether another attempt makes sense after this error. */
	mayGoOn(error: unknown): boolean {
		if (isCrash(error)) {
			this.untold = error;
			return true;
		}
		// The worker ended before the run it named was in the log: there is nothing to go on with, so it begins anew.
		const neverStored = this.untold !== null && error instanceof ShrikeError && error.code === 'storage.not-found';
		if (!neverStored || this.resume === this.resumedByCaller) return false;
		this.resume = this.resumedByCaller;
		return true;
	}

	private noticeOfCrash({ backend, rows }: RunProgress): string | null {
		if (!this.untold) return null;
		const why = this.untold.message.replace(/ Try again\.$/, '').replace(/[.]$/, '');
		return `${why}. A new one goes on with ${backendTitle[backend]} after row ${rows.toLocaleString('en')}.`;
	}
}
