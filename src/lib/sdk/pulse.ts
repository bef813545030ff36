/** Milliseconds between two looks at a frame that is asked something. */
const lookMs = 1_000;
/** Looks in a row without any sign of life after which it is given up. Counted, not timed: a laptop may sleep in between. */
const looksInSilence = 10;

export interface PulseOptions {
	/** Whether the iframe is still in the page. */
	readonly present: () => boolean;
	/** Whether an answer is due; the pulse is not felt otherwise. */
	readonly waiting: () => boolean;
	readonly ping: () => void;
	readonly lost: () => void;
}

/** Looks after a frame while answers are due: not every browser tells when the other end of a port is gone. */
export class Pulse {
	readonly #options: PulseOptions;
	#timer: ReturnType<typeof setInterval> | null = null;
	#silent = 0;

	constructor(options: PulseOptions) {
		this.#options = options;
	}

	/** Begins to look, if it does not yet; ends by itself when nothing is due any more. */
	feel(): void {
		if (this.#timer !== null) return;
		this.#silent = 0;
		this.#timer = setInterval(() => this.#look(), lookMs);
	}

	/** Something came from the frame. */
	heard(): void {
		this.#silent = 0;
	}

	stop(): void {
		if (this.#timer !== null) clearInterval(this.#timer);
		this.#timer = null;
	}

	#look(): void {
		const { present, waiting, ping, lost } = this.#options;
		if (!waiting()) return this.stop();
		if (present() && this.#silent++ < looksInSilence) return ping();
		this.stop();
		lost();
	}
}
