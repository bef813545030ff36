import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { whenIdle } from './idle';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));

afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

describe('work for an idle page', () => {
	it('waits for the browser to say so', () => {
		const asked: (() => void)[] = [];
		vi.stubGlobal('requestIdleCallback', (work: () => void) => asked.push(work));
		const work = vi.fn();
		whenIdle(work);
		vi.runAllTimers();
		expect(work).not.toHaveBeenCalled();
		for (const tell of asked) tell();
		expect(work).toHaveBeenCalledOnce();
	});

	it('is taken back from the browser', () => {
		const cancel = vi.fn();
		vi.stubGlobal('requestIdleCallback', () => 7);
		vi.stubGlobal('cancelIdleCallback', cancel);
		whenIdle(() => undefined)();
		expect(cancel).toHaveBeenCalledExactlyOnceWith(7);
	});

	it('comes a moment later where the browser cannot tell, unless it is given up', () => {
		const [done, givenUp] = [vi.fn(), vi.fn()];
		whenIdle(done);
		whenIdle(givenUp)();
		expect(done).not.toHaveBeenCalled();
		vi.runAllTimers();
		expect(done).toHaveBeenCalledOnce();
		expect(givenUp).not.toHaveBeenCalled();
	});
});
