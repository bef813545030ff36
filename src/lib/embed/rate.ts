import { limits } from '../core/embed/limits';

/** What a message is worth: an answer, a refusal, or one refusal too many. */
export type Verdict = 'answer' | 'refuse' | 'hang-up';

const windowMs = 60_000;

/**
 * How many messages a host may send: a bucket that holds `burst` and fills with `messagesPerSecond`, and a count of those
 * beyond it. One for the life of the frame, not of a connection, so that connecting anew earns nothing.
 */
export class Rate {
	private tokens: number = limits.burst;
	private filledAt: number;
	private refused = 0;
	private refusedSince = -Infinity;

	/** `now` gives milliseconds that never run backwards. */
	constructor(private readonly now: () => number) {
		this.filledAt = now();
	}

	/** Counts one message. */
	take(): Verdict {
		const now = this.now();
		this.tokens = Math.min(limits.burst, this.tokens + ((now - this.filledAt) / 1000) * limits.messagesPerSecond);
		this.filledAt = now;
		if (this.tokens >= 1) {
			this.tokens -= 1;
			return 'answer';
		}
		if (now - this.refusedSince > windowMs) {
			this.refusedSince = now;
			this.refused = 0;
		}
		this.refused += 1;
		return this.refused > limits.refusedBeforeHangUp ? 'hang-up' : 'refuse';
	}
}
