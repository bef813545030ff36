import type { BackendName } from '../../core/backend';
import { ShrikeError } from '../../core/errors';
import type { RunOptions, RunProgress } from '../types';

const inWords: { readonly [name in BackendName]: string } = {
	webgpu: 'WebGPU',
	wasm: 'WebAssembly',
	cpu: 'plain TypeScript'
};

export function isCrash(error: unknown): error is ShrikeError {
	return error instanceof ShrikeError && error.code === 'engine.worker-crashed';
}

/** What one `scoreFile` has to remember to go on in another worker. */
export class ResumableRun {
	private resume: string | null;
	/** The crash that the next progress has to tell of. */
	private untold: ShrikeError | null = null;

	constructor(private readonly options: RunOptions) {
		this.resume = options.resume;
	}

	/** The options of the next attempt: after the first progress, to go on with the run that it named. */
	sendable(): Omit<RunOptions, 'signal' | 'onProgress'> {
		const { dialect, mapping, policy, keepFeatures } = this.options;
		return { dialect, mapping, policy, keepFeatures, resume: this.resume };
	}

	deliver(progress: RunProgress): void {
		this.resume = progress.runId;
		const notice = progress.notice ?? this.noticeOfCrash(progress);
		this.untold = null;
		this.options.onProgress?.({ ...progress, notice });
	}

	/** Whether to try again after this error. */
	mayGoOn(error: unknown): boolean {
		if (this.options.signal?.aborted) return false;
		if (isCrash(error)) {
			this.untold = error;
			return true;
		}
		// It crashed before the run was in the log: nothing to go on with, so begin anew.
		const begun = this.untold !== null && this.resume !== this.options.resume;
		if (begun && error instanceof ShrikeError && error.code === 'storage.not-found') {
			this.resume = this.options.resume;
			return true;
		}
		return false;
	}

	private noticeOfCrash({ backend, rows }: RunProgress): string | null {
		if (!this.untold) return null;
		const why = this.untold.message.replace(/ Try again\.$/, '').replace(/[.]$/, '');
		return `${why}. A new one goes on with ${inWords[backend]} after row ${rows.toLocaleString('en')}.`;
	}
}
