/** A worker that does not answer so many pings in a row is taken for hung. */
const unansweredPings = 4;

/** Asks a worker for a sign of life for as long as it has calls open. */
export class Heartbeat {
	private unanswered = 0;
	private timer: ReturnType<typeof setInterval> | undefined;

	/**
	 * @param silenceMs how long a worker may not answer
	 * @param onSilence called with the reason in words when it did not
	 */
	constructor(
		private readonly silenceMs: number,
		private readonly ping: () => void,
		private readonly onSilence: (why: string) => void
	) {}

	/** Any message is a sign of life. */
	heard(): void {
		this.unanswered = 0;
	}

	start(): void {
		this.timer ??= setInterval(() => {
			if (this.unanswered >= unansweredPings) {
				return this.onSilence(`it did not answer for ${Math.round(this.silenceMs / 1000)} seconds`);
			}
			// Counted, not timed: after the machine slept, one tick passes before the worker had its chance.
			this.unanswered++;
			this.ping();
		}, this.silenceMs / unansweredPings);
	}

	stop(): void {
		clearInterval(this.timer);
		this.timer = undefined;
		this.unanswered = 0;
	}
}
