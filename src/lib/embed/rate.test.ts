import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../core/embed/limits';
import { Rate } from './rate';

/** Verdicts of so many messages at once. */
const take = (rate: Rate, count: number) => Array.from({ length: count }, () => rate.take());
const count = (verdicts: readonly string[], one: string) => verdicts.filter((verdict) => verdict === one).length;

describe('the rate of messages', () => {
	it('lets a burst through, then as many a second as it says', () => {
		let now = 0;
		const rate = new Rate(() => now);
		expect(count(take(rate, limits.burst + 5), 'answer')).toBe(limits.burst);
		now = 1000;
		expect(count(take(rate, 500), 'answer')).toBe(limits.messagesPerSecond);
		now = 1_000_000;
		expect(count(take(rate, 500), 'answer')).toBe(limits.burst);
	});

	it('hangs up after so many refusals within a minute, and forgets them after it', () => {
		let now = 0;
		const rate = new Rate(() => now);
		take(rate, limits.burst);
		expect(new Set(take(rate, limits.refusedBeforeHangUp))).toEqual(new Set(['refuse']));
		expect(rate.take()).toBe('hang-up');
		now = 60_001;
		take(rate, limits.burst);
		expect(rate.take()).toBe('refuse');
	});

	it('never answers more in any time than a burst and what that time allows', () => {
		fc.assert(
			fc.property(fc.array(fc.record({ wait: fc.nat({ max: 3000 }), messages: fc.nat({ max: 300 }) }), { maxLength: 50 }), (steps) => {
				let now = 0;
				let answered = 0;
				const rate = new Rate(() => now);
				for (const { wait, messages } of steps) {
					now += wait;
					answered += count(take(rate, messages), 'answer');
					expect(answered).toBeLessThanOrEqual(limits.burst + (now / 1000) * limits.messagesPerSecond);
				}
			})
		);
	});
});
