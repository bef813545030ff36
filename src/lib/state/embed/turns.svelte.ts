import { ShrikeError } from '../../core/errors';

interface Waiting {
	readonly ahead: boolean;
	begin(): void;
}

/** Lets one piece of work go on at a time, the others in the order in which they came. */
export class Turns {
	/** Whether something has its turn. */
	busy = $state(false);
	readonly #waiting: Waiting[] = [];

	/**
	 * Begins the work as soon as it may, in the same task where that is now; the turn ends when the work has settled.
	 *
	 * @param ahead of all that wait and did not ask for this
	 * @param signal gives up waiting: rejects with `engine.cancelled`. Work that has begun has to mind it by itself.
	 */
	take<T>(work: () => Promise<T>, { ahead = false, signal }: { readonly ahead?: boolean; readonly signal?: AbortSignal } = {}): Promise<T> {
		return new Promise<T>((resolve, reject) => {
			const giveUp = () => {
				const at = this.#waiting.indexOf(waiting);
				if (at >= 0) this.#waiting.splice(at, 1);
				reject(cancelled());
			};
			const begin = () => {
				signal?.removeEventListener('abort', giveUp);
				this.busy = true;
				work().then(resolve, reject).finally(() => this.#next());
			};
			const waiting: Waiting = { ahead, begin };
			if (signal?.aborted) return reject(cancelled());
			if (!this.busy) return begin();
			signal?.addEventListener('abort', giveUp);
			const firstBehind = ahead ? this.#waiting.findIndex((other) => !other.ahead) : -1;
			this.#waiting.splice(firstBehind < 0 ? this.#waiting.length : firstBehind, 0, waiting);
		});
	}

	#next(): void {
		const next = this.#waiting.shift();
		if (next) next.begin();
		else this.busy = false;
	}
}

export function cancelled(): ShrikeError {
	return new ShrikeError('engine.cancelled', 'Cancelled.');
}
